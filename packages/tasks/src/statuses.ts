import type { WechatApiError } from '@wehook/client'
import type { StatusEntry } from '@wehook/core'
import type { Kind } from './kinds/kind.js'
import type { TaskStatus } from './task.js'
import { texts } from './texts.js'

/** A status with the fields of the kind's input that it concerns. */
export function toStatus(entry: StatusEntry, kind: Kind): TaskStatus {
  return { ...entry, fields: kind.fields[entry.code] ?? [] }
}

/** A refusal of the call as a status: WeChat's errcode with its row of the client's table. */
export function fromError(error: WechatApiError): StatusEntry {
  const hours = error.retryAfterHours
  return {
    field: 'errcode',
    code: error.errcode,
    known: error.known,
    outcome: 'failed',
    advice: error.advice,
    ...(hours !== undefined && { retryAfter: { hours } }),
    ...error.meaning,
  }
}

/** Nothing came in time: no code of WeChat's, but the hours that were waited. */
export function fromClock(hours: number): StatusEntry {
  const { en, zh } = texts.clockClosed(hours)
  return { field: 'clock', code: hours, known: true, outcome: 'failed', advice: 'retry', zh, en }
}
