import type { Advice, Outcome } from '@wehook/core'
import type { TaskKind } from './kinds/task-kind.js'
import type { ChangeSource, TaskStatus, TaskWord, WaitsFor } from './task.js'

/** Part of a record that its task shows. Times are Unix ms. */
export interface TaskState {
  readonly kind: TaskKind
  /** Absent: the task is adopted, its call was not made here. */
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

/** A change that has not been passed to handlers yet, with the task as it was after it. */
export interface Untold {
  readonly change: StoredChange
  readonly state: TaskState
  /** The number of the next attempt to ask WeChat for the reason of a return or a failure, before handlers get it. */
  readonly reasonTry?: number
}

/** Everything that is stored of a task. It is immutable: each change makes a new one. */
export interface TaskRecord extends TaskState {
  readonly input?: Readonly<Record<string, unknown>>
  readonly inputDigest?: string
  /** Unique keys while the task is open, and keys for pushes. They are computed once, because the input is not kept. */
  readonly guard: readonly string[]
  readonly keys: readonly string[]
  /** A newer task holds the guard, although this one is open again. */
  readonly guardLost?: true
  /** Grows with each call that WeChat accepts. Evidence of an earlier generation is late. */
  readonly generation: number
  /** The running call, until its answer is stored, at the latest until `until`. */
  readonly call?: { readonly id: string; readonly at: number; readonly until: number }
  /** The newest push, and the newest answer of a query, of this generation. */
  readonly pushed?: { readonly at: number; readonly rank: number }
  readonly asked?: { readonly at: number; readonly rank: number }
  readonly checkedAt?: number
  /** The time at which WeChat is asked next. */
  readonly look?: number
  readonly expiringTold?: true
  /** The appid was found by a query or named by the host: no other task may find the same. */
  readonly claimsAppid?: true
  /** The ids of the last 50 events. */
  readonly seen: readonly string[]
  readonly history: readonly StoredChange[]
  readonly changes: number
  readonly untold: readonly Untold[]
  /** When changes are passed to handlers next; `by` is the process that does so until then. */
  readonly telling?: { readonly at: number; readonly attempt: number; readonly by?: string }
  readonly dead?: true
}

/** Was the call sent and is its answer still missing? After `until`, every process treats the answer as lost. */
export function isUnderWay(record: TaskRecord, now: number): boolean {
  return record.call !== undefined && now < record.call.until
}

export const isAdopted = (record: TaskState): boolean => record.reference === undefined
export const isOpen = (record: TaskState): boolean => record.closedAt === undefined
