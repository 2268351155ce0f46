import type { WechatApiError } from '@wehook/client'
import type { StatusEntry } from '@wehook/core'
import type { Kind } from './kinds/kind.js'
import type { TaskStatus } from './task.js'
import { texts } from './texts.js'

/** The rank of every final status in core's tables. */
const finalRank = 100

/** A status with the fields of the kind's input that it concerns. */
export function toStatus(entry: StatusEntry, kind: Kind): TaskStatus {
  return { ...entry, fields: (entry.code === undefined ? undefined : kind.fields[entry.code]) ?? [] }
}

/** The error of a refused call as a status: WeChat's errcode with its row of the client's table. */
export function fromError(error: WechatApiError): StatusEntry {
  return {
    field: 'errcode',
    code: error.errcode,
    known: error.known,
    outcome: 'failed',
    advice: error.advice,
    ...(error.retryAfter && { retryAfter: error.retryAfter }),
    rank: finalRank,
    ...error.meaning,
  }
}

/** The status when no result came in time, for which WeChat has no code. */
export function fromClock(hours: number): StatusEntry {
  const { en, zh } = texts.clockClosed(hours)
  return { field: 'clock', known: true, outcome: 'failed', advice: 'retry', rank: finalRank, zh, en }
}
