import type { InputOf } from '@wehook/client'
import type { Emitter } from '@wehook/core'
import type { TaskPageOptions } from '@wehook/core/storage'
import type { On } from './handlers.js'
import type { TaskKind } from './kinds/index.js'
import type { ResubmitOptions } from './resubmit.js'
import type { TaskSignals } from './signals.js'
import type { StartOptions } from './start.js'
import type { AdoptedTask, Task } from './task.js'

type Start<Api extends Parameters<StartInput>[0], Kind extends TaskKind> = (
  input: InputOf<Api>,
  options: StartOptions,
) => Promise<Task<Kind>>

type StartInput = (
  api:
    | 'registration.enterprise.create'
    | 'registration.enterpriseLegacy.create'
    | 'registration.personal.create'
    | 'registration.beta.create'
    | 'beta.verify'
    | 'certification.submit',
) => void

/** Without the taskid: it is that of the returned certification. */
export type ResubmitInput = DistributiveOmit<InputOf<'certification.resubmit'>, 'taskid'>
type DistributiveOmit<T, Key extends string> = T extends unknown ? Omit<T, Key> : never

/** Tasks of one account that authorized the platform. */
export interface AuthorizerTasks {
  readonly appid: string
  readonly beta: {
    /** 试用小程序转正. */
    readonly verify: Start<'beta.verify', 'beta.conversion'>
  }
  readonly certification: {
    readonly submit: Start<'certification.submit', 'certification'>
    /** Continues the returned certification of this account, with WeChat's new taskid and link. */
    resubmit(input: ResubmitInput, options?: ResubmitOptions): Promise<Task<'certification'>>
  }
}

export interface ListOptions extends Omit<TaskPageOptions, 'kind' | 'outcome'> {
  readonly kind?: TaskKind
  readonly outcome?: Task['outcome']
  /** Only tasks with a change that was given up; all on one page. */
  readonly dead?: true
}

/** A task of yours, or an adopted one, which was not started here and has no reference. */
export type AnyTask = Task | AdoptedTask

/** Tasks of one third-party platform, from the call to the outcome. */
export interface Tasks {
  readonly registration: {
    readonly enterprise: { readonly create: Start<'registration.enterprise.create', 'registration.enterprise'> }
    readonly enterpriseLegacy: {
      /** @deprecated WeChat retired this form on 2026-04-30; use `enterprise.create`. */
      readonly create: Start<'registration.enterpriseLegacy.create', 'registration.enterpriseLegacy'>
    }
    readonly personal: { readonly create: Start<'registration.personal.create', 'registration.personal'> }
    readonly beta: { readonly create: Start<'registration.beta.create', 'registration.beta'> }
  }
  authorizer(appid: string): AuthorizerTasks
  /**
   * Registers a handler for an outcome, or for `changed` (the outcome stays), `expiring` (2 h before the deadline) or `adopted`
   * (a push belongs to a task that was not started here). Make handlers idempotent by `change.id`.
   */
  readonly on: On
  readonly signals: Emitter<TaskSignals>
  get(id: string): Promise<AnyTask | undefined>
  /** Your tasks of a reference, newest first, at most 100. */
  find(by: { readonly reference: string }): Promise<readonly Task[]>
  /** All tasks, newest first, page by page. */
  list(options?: ListOptions): Promise<{ readonly tasks: readonly AnyTask[]; readonly next?: string }>
  counts(): Promise<readonly { readonly kind: TaskKind; readonly outcome: Task['outcome']; readonly count: number }[]>
  /**
   * When `tick` has something to do next; `undefined`: nothing. A time long past means that no process calls `start` or `tick`. For hosts
   * that call `tick` from cron, and for the health report.
   */
  nextDueAt(): Promise<Date | undefined>
  /** Asks WeChat for the state of the task, at most every 10 minutes for each task. */
  check(id: string): Promise<AnyTask>
  /** Gives an adopted task a reference; your handlers then get its outcome. */
  claim(id: string, options: { readonly reference: string }): Promise<Task>
  /** Names the account that a registration created, where the task has several `candidates`. */
  settle(id: string, result: { readonly appid: string }): Promise<AnyTask>
  /** Passes the changes of a task to handlers again after the last attempt failed. */
  retell(id: string): Promise<AnyTask>
  /** Removes a task permanently; false if it does not exist. */
  forget(id: string): Promise<boolean>
  /** From now on this process passes changes to handlers and processes due tasks. Call it after registering all handlers. */
  start(): Promise<void>
  /** Processes all due tasks now, as happens every few seconds after `start`. Resolves with their number. For cron hosts and fake clocks. */
  tick(): Promise<number>
  /** Stops and waits at most `timeoutMs` (default 10,000) for handlers. Close the server and the receiver before, the storage after. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}
