import { describeStatus } from '@wehook/core'
import { recordChange } from './changes.js'
import { kindOf } from './kinds/index.js'
import type { TaskRecord } from './record.js'
import { fromClock, toStatus } from './statuses.js'

/** A conversion has two people with a link, 24 h each, one after the other: after the first 24 h its state is not known. */
export function betweenTurns(record: TaskRecord, look: number, now: number): TaskRecord {
  const isFirstOver =
    record.kind === 'beta.conversion' && record.outcome === 'pending' && look > (record.expiresAt ?? Infinity)
  if (!isFirstOver) return record
  const { waitsFor: _, status: _status, ...rest } = record
  const doubtful: TaskRecord = { ...rest, outcome: 'undetermined', advice: 'query' }
  const next = recordChange(record, doubtful, { by: 'clock', at: now }, now)
  return record.look === undefined ? next : { ...next, look: record.look }
}

/** The record after WeChat was asked for the last time without a result. A later push or answer replaces this. */
export function afterLastLook(record: TaskRecord, isUnknown: boolean, now: number): TaskRecord {
  const isResubmission = record.answerLost && record.generation > 0 && record.kind === 'certification'
  if (isResubmission) return returnedAgain(record, now)
  const isFailed = record.answerLost || (!isUnknown && kindOf(record.kind).afterLastLook === 'failed')
  return isFailed ? failed(record, now) : undetermined(record, now)
}

/** A resubmission whose answer was lost: the certification is still the returned one, and may be resubmitted again. */
function returnedAgain(record: TaskRecord, now: number): TaskRecord {
  const { waitsFor: _, link: _link, answerLost: _lost, ...rest } = record
  const status = toStatus(describeStatus('notify_3rd_wxa_auth', 'apply_status', 3), kindOf(record.kind))
  const after = { ...rest, outcome: 'returned', advice: status.advice, status, waitsFor: 'provider' } as const
  return recordChange(record, after, { by: 'clock', at: now }, now)
}

function failed(record: TaskRecord, now: number): TaskRecord {
  const { waitsFor: _, link: _link, answerLost: _lost, candidates: _found, ...rest } = record
  const hours = record.kind === 'beta.conversion' && !record.answerLost ? 48 : 24
  const status = toStatus(fromClock(hours), kindOf(record.kind))
  return recordChange(record, { ...rest, outcome: 'failed', advice: 'retry', status }, { by: 'clock', at: now }, now)
}

function undetermined(record: TaskRecord, now: number): TaskRecord {
  const { waitsFor: _, link: _link, ...rest } = record
  const cause = { by: 'clock', at: now } as const
  if (record.outcome === 'undetermined') return recordChange(record, rest, cause, now, { closes: true })
  const { status: _status, ...unknown } = rest
  return recordChange(record, { ...unknown, outcome: 'undetermined', advice: 'query' }, cause, now, { closes: true })
}
