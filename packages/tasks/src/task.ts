import type { Advice, Bilingual, Outcome, StatusEntry } from '@wehook/core'
import type { KindOutcome, TaskKind } from './kinds/task-kind.js'

/** Who has to act. */
export type WaitsFor = 'legal-person' | 'user' | 'administrator' | 'reviewer' | 'payment' | 'provider' | 'wechat'

/** The source of a change. `clock`: no result came in time. `host`: your own call of `claim` or `settle`. */
export type ChangeSource = 'call' | 'push' | 'query' | 'clock' | 'host'

/** What handlers can be registered for: an outcome, or one of three further names. */
export type TaskWord = Outcome | 'changed' | 'expiring' | 'adopted'

/** A status and the fields of the task's own input that it concerns, so that a form can mark them. */
export interface TaskStatus extends StatusEntry {
  /** Names of fields of the input, `invoice_info.invoice_title`; empty when it concerns none. */
  readonly fields: readonly string[]
}

/** One entry of a task's history. */
export interface TaskChange {
  /** The same at every attempt to handle this change: make handlers idempotent by it. */
  readonly id: string
  /** The name whose handlers get it. */
  readonly word: TaskWord
  readonly by: ChangeSource
  /** For a push, WeChat's time; otherwise the time at which the change was found. */
  readonly at: Date
  readonly outcome: Outcome
  readonly status?: TaskStatus
  /** Why WeChat returned or refused it, in its reviewer's words. */
  readonly reason?: string
  /** The `id` of the event that a push brought. */
  readonly eventId?: string
  /** It came after a newer change: it changed nothing and handlers did not get it. */
  readonly late?: true
}

/** What to do next. */
export interface NextStep {
  /** Your next call, and what to do before it. Absent: there is nothing to call. */
  readonly provider?: Bilingual & {
    /** The method of this package or of the client: `authorizer(appid).certification.resubmit`. */
    readonly call?: string
  }
  /** What to tell the merchant. Absent: the merchant has nothing to do. */
  readonly merchant?: Bilingual
}

interface TaskBase<Kind extends TaskKind, O extends Outcome> {
  readonly id: string
  readonly kind: Kind
  /** The reference that you gave with the call. */
  readonly reference: string
  readonly componentAppId: string
  readonly outcome: O
  readonly advice: Advice
  readonly waitsFor?: WaitsFor
  /** Why WeChat returned or refused it, in its reviewer's words. */
  readonly reason?: string
  /** Show it as a QR code or send it. Anybody who has it can act on it. */
  readonly link?: { readonly url: string }
  /** The deadline of the person who has to act. */
  readonly expiresAt?: Date
  /** The next steps: your next call and what the merchant has to do. */
  readonly next: NextStep
  /** Appids of which at most one is the result; name it with `tasks.settle`. */
  readonly candidates?: readonly string[]
  readonly wechat: { readonly taskid?: string; readonly unique_id?: string }
  /** The answer of the call was lost, so there is no link: call again with the same reference and input. */
  readonly answerLost?: true
  /** WeChat says that a task of this appid is running that was not started here. */
  readonly foreign?: true
  /** The task before this one for the same subject. */
  readonly previous?: string
  /** A later call replaced this task. */
  readonly supersededBy?: string
  /** A change was given up after the last attempt failed; `tasks.retell` passes it to handlers again. */
  readonly dead?: true
  readonly openedAt: Date
  readonly changedAt: Date
  /** Absent while the task is open. */
  readonly closedAt?: Date
  /** Oldest first, at most the last 100. */
  readonly history: readonly TaskChange[]
}

/** Kinds that concern an account which exists before the call. */
type KindWithAppid = 'beta.conversion' | 'certification'

type Facts<Kind extends TaskKind, O extends Outcome> = (O extends 'succeeded'
  ? { readonly appid: string }
  : Kind extends KindWithAppid
    ? { readonly appid: string }
    : { readonly appid?: string }) &
  (O extends 'failed' | 'returned' ? { readonly status: TaskStatus } : { readonly status?: TaskStatus })

type OneTask<Kind extends TaskKind, O extends Outcome> = Kind extends TaskKind
  ? O extends KindOutcome<Kind>
    ? TaskBase<Kind, O> & Facts<Kind, O>
    : never
  : never

/** A task as it is now: plain frozen data. Narrow it by `kind` and by `outcome`. */
export type Task<Kind extends TaskKind = TaskKind, O extends Outcome = Outcome> = OneTask<Kind, O>

/** A task that was not started here; `tasks.claim` gives it a reference. */
export type AdoptedTask<T extends Task = Task> = T extends Task
  ? Omit<T, 'reference'> & { readonly reference?: undefined }
  : never
