import type { Advice, Bilingual, Outcome, StatusEntry } from '@wehook/core'
import type { KindOutcome, TaskKind } from './kinds/task-kind.js'

/** Whose turn it is. */
export type WaitsFor = 'legal-person' | 'user' | 'administrator' | 'reviewer' | 'payment' | 'provider' | 'wechat'

/** Where a piece of news about a task came from. `clock`: nothing came in time. `host`: your own call of claim or settle. */
export type ChangeSource = 'call' | 'push' | 'query' | 'clock' | 'host'

/** What handlers are registered for: an outcome, or one of three further words. */
export type TaskWord = Outcome | 'changed' | 'expiring' | 'adopted'

/** A status and the fields of the task's own input that it concerns, so that a form can mark them. */
export interface TaskStatus extends StatusEntry {
  /** Names of fields of the input, `invoice_info.invoice_title`; empty when it concerns none. */
  readonly fields: readonly string[]
}

/** One entry of a task's history. */
export interface TaskChange {
  /** The same for every telling of this change: make handlers idempotent on it. */
  readonly id: string
  /** The word that it is told to. */
  readonly word: TaskWord
  readonly by: ChangeSource
  /** WeChat's time of a push, else the time at which we learned it. */
  readonly at: Date
  readonly outcome: Outcome
  readonly status?: TaskStatus
  /** Why WeChat returned or refused it, in its reviewer's words. */
  readonly reason?: string
  /** The `id` of the event that a push brought. */
  readonly eventId?: string
  /** It came after newer news and changed nothing; it was not told. */
  readonly late?: true
}

/** What to do next. */
export interface NextStep {
  /** Your next call, and what to do before it. Absent: nothing to call. */
  readonly provider?: Bilingual & {
    /** As this package or the client names it: `authorizer(appid).certification.resubmit`. */
    readonly call?: string
  }
  /** What to tell the merchant. Absent: nothing to do for them. */
  readonly merchant?: Bilingual
}

interface TaskBase<Kind extends TaskKind, O extends Outcome> {
  readonly id: string
  readonly kind: Kind
  /** Yours, given with the call. */
  readonly reference: string
  readonly componentAppId: string
  readonly outcome: O
  readonly advice: Advice
  readonly waitsFor?: WaitsFor
  /** Why WeChat returned or refused it, in its reviewer's words. */
  readonly reason?: string
  /** Show it as a QR code or send it. Anybody who has it can act on it. */
  readonly link?: { readonly url: string }
  /** When the one whose turn it is loses it. */
  readonly expiresAt?: Date
  /** What comes now: your next call and the merchant's next act. */
  readonly next: NextStep
  /** Appids of which one or none may be the result; `tasks.settle` decides. */
  readonly candidates?: readonly string[]
  readonly wechat: { readonly taskid?: string; readonly unique_id?: string }
  /** The answer of the call was lost, so there is no link: call again with the same reference and input. */
  readonly answerLost?: true
  /** WeChat says that a task of this appid is under way which was not started here. */
  readonly foreign?: true
  /** The task before this one for the same subject. */
  readonly previous?: string
  /** A later call replaced this task. */
  readonly supersededBy?: string
  /** No process will try again to tell its changes; `tasks.retell` does. */
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

/** A task that nobody here started; `tasks.claim` gives it a reference. */
export type AdoptedTask<T extends Task = Task> = T extends Task
  ? Omit<T, 'reference'> & { readonly reference?: undefined }
  : never
