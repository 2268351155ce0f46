import type { ApiName, CallOptions, Client } from '@wehook/client'
import type { Bilingual, Outcome, ResultInfoType, StatusEntry } from '@wehook/core'
import type { TaskRecord } from '../record.js'
import type { NextStep, WaitsFor } from '../task.js'

export type Fields = Readonly<Record<string, unknown>>

/** Whom and what a task is about. */
export interface Subject {
  readonly appid?: string
  readonly reference: string
  readonly input: Fields
}

/** Something that a row of the store is found by. The values of a personal one are stored as digests. */
export interface Key {
  readonly space: string
  readonly values: readonly string[]
  readonly isPersonal?: boolean
}

/** What the answer of an accepted call brings. */
export interface Accepted {
  /** taskid or unique_id. */
  readonly id?: string
  readonly link?: string
}

/** What WeChat says about a task, from whatever source. */
export interface Finding {
  readonly status: StatusEntry
  readonly outcome: Outcome
  readonly appid?: string
  readonly reason?: string
  readonly link?: string
  readonly candidates?: readonly string[]
}

/** What a question to WeChat needs. */
export interface AskContext {
  readonly client: Client
  /** Does another task have this account as its result? */
  isTaken(appid: string): Promise<boolean>
}

/** One kind of task: everything that this package does follows from its row. */
export interface Kind {
  readonly title: Bilingual
  readonly infoType: ResultInfoType
  /** The API of the call, as the client names it. Absent: tasks of this kind are adopted only. */
  readonly api?: ApiName
  send(client: Client, subject: Subject, options: CallOptions): Promise<Accepted>
  /** The key space of WeChat's id; kinds that share one are told apart by asking. Absent: WeChat gives no id that pushes carry. */
  readonly idSpace?: 'registration' | 'beta' | 'certification'
  /** Whose task WeChat allows once at a time. */
  readonly subject: 'company' | 'person' | 'appid'
  /** While a task is open no other one may have this key. */
  guard(subject: Subject): Key
  /** What pushes find the task by, in addition to WeChat's id. */
  keys(subject: Subject): readonly Key[]
  /** Does a success bring a new account? */
  readonly createsAccount: boolean
  readonly outcomes: readonly Outcome[]
  /** Errcodes that say: such a task is under way. */
  readonly runningCodes: readonly number[]
  /** Whose turn it is at a status; `undefined` at the start. */
  waitsFor(status: StatusEntry | undefined): WaitsFor
  /** Asks WeChat where the task is. `undefined`: nothing new. */
  ask?(context: AskContext, record: TaskRecord): Promise<Finding | undefined>
  /** What the person who is asked has not done when the last look found nothing. */
  readonly afterLastLook: 'failed' | 'undetermined'
  /** Hours after the deadline (24 h, and 30 min of grace) at which WeChat is asked. */
  readonly looksAtHours: readonly number[]
  /** Fields of the input that a status concerns, by its code. */
  readonly fields: Readonly<Record<number, readonly string[]>>
  next(record: Pick<TaskRecord, 'outcome' | 'status' | 'waitsFor' | 'answerLost' | 'foreign' | 'reason'>): NextStep
}
