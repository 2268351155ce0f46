import type { Advice, Outcome } from '@wehook/core'
import type { TaskKind } from './kinds/task-kind.js'
import type { ChangeSource, TaskStatus, TaskWord, WaitsFor } from './task.js'

/** Part of a record that its task shows. Times are Unix ms. */
export interface TaskState {
  readonly kind: TaskKind
  /** Absent: adopted, nobody here made the call. */
  readonly reference?: string
  readonly outcome: Outcome
  readonly advice: Advice
  readonly status?: TaskStatus
  readonly appid?: string
  readonly waitsFor?: WaitsFor
  readonly reason?: string
  readonly link?: string
  readonly expiresAt?: number
  readonly candidates?: readonly string[]
  readonly answerLost?: true
  readonly foreign?: true
  readonly previous?: string
  readonly supersededBy?: string
  /** WeChat's ids, by generation; the last one is the current one. */
  readonly ids: readonly { readonly id: string; readonly generation: number }[]
  readonly openedAt: number
  readonly changedAt: number
  readonly closedAt?: number
}

export interface StoredChange {
  readonly n: number
  readonly word: TaskWord
  readonly by: ChangeSource
  readonly at: number
  readonly outcome: Outcome
  readonly status?: TaskStatus
  readonly reason?: string
  readonly eventId?: string
  readonly late?: true
}

/** A change that handlers have not been told yet, with the task as it was after it. */
export interface Untold {
  readonly change: StoredChange
  readonly state: TaskState
  /** The reason of a return or a failure is asked for before it is told; the number of the next try. */
  readonly reasonTry?: number
}

/** Everything that is stored of a task. It changes only by being replaced. */
export interface TaskRecord extends TaskState {
  readonly input?: Readonly<Record<string, unknown>>
  readonly inputDigest?: string
  /** Unique keys while the task is open, and keys for pushes: made once, since the input is not kept. */
  readonly guard: readonly string[]
  readonly keys: readonly string[]
  /** A newer task has the guard, although this one is open again. */
  readonly guardLost?: true
  /** Goes up with each call that WeChat accepts. News of an earlier generation is late. */
  readonly generation: number
  /** A call is under way until its answer is written, at the latest until `until`. */
  readonly call?: { readonly id: string; readonly at: number; readonly until: number }
  /** The newest push, and the newest answer of a query, of this generation. */
  readonly pushed?: { readonly at: number; readonly rank: number }
  readonly asked?: { readonly at: number; readonly rank: number }
  readonly checkedAt?: number
  /** When WeChat is asked next. */
  readonly look?: number
  readonly expiringTold?: true
  /** The appid was found by a query or named by the host: no other task may find the same. */
  readonly claimsAppid?: true
  /** The ids of the last 50 events. */
  readonly seen: readonly string[]
  readonly history: readonly StoredChange[]
  readonly changes: number
  readonly untold: readonly Untold[]
  /** When telling goes on; `by` is the process that tells until then. */
  readonly telling?: { readonly at: number; readonly attempt: number; readonly by?: string }
  readonly dead?: true
}

/** Did the call go out and is its answer still to come? After `until` it counts as lost, for every process. */
export function isUnderWay(record: TaskRecord, now: number): boolean {
  return record.call !== undefined && now < record.call.until
}

export const isAdopted = (record: TaskState): boolean => record.reference === undefined
export const isOpen = (record: TaskState): boolean => record.closedAt === undefined
