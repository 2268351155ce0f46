import type { ApiName, CallOptions, Client } from '@wehook/client'
import type { Bilingual, Outcome, ResultInfoType, StatusEntry } from '@wehook/core'
import type { TaskRecord } from '../record.js'
import type { NextStep, WaitsFor } from '../task.js'

export type Fields = Readonly<Record<string, unknown>>

/** The subject of a task: the account, company or person, and the input. */
export interface Subject {
  readonly appid?: string
  readonly reference: string
  readonly input: Fields
}

/** A key by which a row of the store is found. The values of a personal one are stored as digests. */
export interface Key {
  readonly space: string
  readonly values: readonly string[]
  readonly isPersonal?: boolean
}

/** The result of an accepted call. */
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

/** What asking WeChat about a task needs. */
export interface AskContext {
  readonly client: Client
  /** Does another task have this account as its result? */
  isTaken(appid: string): Promise<boolean>
}

/** One kind of task. All differences between the kinds are in these rows. */
export interface Kind {
  readonly title: Bilingual
  readonly infoType: ResultInfoType
  /** The API of the call, as the client names it. Absent: tasks of this kind are adopted only. */
  readonly api?: ApiName
  send(client: Client, subject: Subject, options: CallOptions): Promise<Accepted>
  /** The kind of id that WeChat gives. For kinds that share one, WeChat is asked which kind it is. Absent: WeChat gives no id that pushes carry. */
  readonly idSpace?: 'registration' | 'beta' | 'certification'
  /** The subject for which WeChat allows only one task at a time. */
  readonly subject: 'company' | 'person' | 'appid'
  /** While a task is open no other one may have this key. */
  guard(subject: Subject): Key
  /** The keys by which pushes find the task, in addition to WeChat's id. */
  keys(subject: Subject): readonly Key[]
  /** Does a success create a new account? */
  readonly createsAccount: boolean
  readonly outcomes: readonly Outcome[]
  /** Errcodes which mean that such a task is already running. */
  readonly runningCodes: readonly number[]
  /** Who has to act at a status; `undefined` at the start. */
  waitsFor(status: StatusEntry | undefined): WaitsFor
  /** Asks WeChat for the state of the task. `undefined`: nothing new. */
  ask?(context: AskContext, record: TaskRecord): Promise<Finding | undefined>
  /** The outcome when the last query to WeChat found nothing: `failed` where the person certainly did not act, else `undetermined`. */
  readonly afterLastLook: 'failed' | 'undetermined'
  /** Hours after the deadline (24 h, and 30 min of grace) at which WeChat is asked. */
  readonly looksAtHours: readonly number[]
  /** Fields of the input that a status concerns, by its code. */
  readonly fields: Readonly<Record<number, readonly string[]>>
  next(record: Pick<TaskRecord, 'outcome' | 'status' | 'waitsFor' | 'answerLost' | 'foreign' | 'reason'>): NextStep
}
