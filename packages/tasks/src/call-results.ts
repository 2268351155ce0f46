import type { WechatApiError } from '@wehook/client'
import { type Cause, recordChange } from './changes.js'
import { applyEvidence, type Evidence } from './evidence.js'
import { kindOf } from './kinds/index.js'
import type { Accepted } from './kinds/kind.js'
import type { TaskRecord } from './record.js'
import { linkMs } from './schedule.js'
import { fromError, toStatus } from './statuses.js'

/** The record without the data of its last call or generation. */
function cleared(record: TaskRecord): TaskRecord {
  const { call: _call, answerLost: _lost, candidates: _found, foreign: _foreign, reason: _reason, ...rest } = record
  const { status: _status, link: _link, waitsFor: _waits, expiringTold: _told, ...clean } = rest
  return clean
}

export function withoutCall({ call: _, ...record }: TaskRecord): TaskRecord {
  return record
}

/** WeChat accepted the call: the task is in its next generation and waits for a person. */
export function accept(record: TaskRecord, { id, link }: Accepted, sentAt: number, now: number): TaskRecord {
  const known = id === undefined ? undefined : record.ids.find((one) => one.id === id)
  const clean = cleared(record)
  const { pushed: _pushed, asked: _asked, ...fresh } = clean
  const generation = record.generation + 1
  const base: TaskRecord = known
    ? { ...clean, ...(record.status && { status: record.status }) }
    : { ...fresh, generation, ids: id === undefined ? record.ids : [...record.ids, { id, generation }] }
  const isEnded = known !== undefined && record.outcome !== 'pending' && record.outcome !== 'undetermined'
  const after: TaskRecord = {
    ...base,
    ...(isEnded ? {} : { outcome: 'pending', advice: 'wait', waitsFor: kindOf(record.kind).waitsFor(base.status) }),
    ...(link !== undefined && !isEnded && { link }),
    expiresAt: sentAt + linkMs,
  }
  return recordChange(record, after, { by: 'call', at: now }, now)
}

/** The call was sent and no answer says whether it was accepted. Its link is lost. */
export function loseAnswer(record: TaskRecord, now: number): TaskRecord {
  const sentAt = record.call?.at ?? record.openedAt
  const after: TaskRecord = {
    ...cleared(record),
    outcome: 'undetermined',
    advice: 'retry',
    answerLost: true,
    expiresAt: sentAt + linkMs,
  }
  return recordChange(record, after, { by: 'call', at: now }, now)
}

/** After `until`, every process treats the answer of a call as lost. */
export function settleCall(record: TaskRecord, now: number): TaskRecord {
  return record.call && now >= record.call.until ? loseAnswer(record, now) : record
}

/** WeChat says that such a task is running: it is this one, whose answer was lost, or one of another platform for the same appid. */
export function confirmRunning(record: TaskRecord, error: WechatApiError, isForeign: boolean, now: number): TaskRecord {
  const kind = kindOf(record.kind)
  const entry = { ...fromError(error), outcome: 'pending', advice: 'wait' } as const
  const sentAt = record.call?.at ?? now
  const after: TaskRecord = {
    ...withoutCall(record),
    outcome: 'pending',
    advice: 'wait',
    status: toStatus(entry, kind),
    waitsFor: kind.waitsFor(undefined),
    ...(isForeign && { foreign: true }),
    expiresAt: record.expiresAt ?? sentAt + linkMs,
  }
  return recordChange(record, after, { by: 'call', at: now }, now)
}

/** WeChat refused the call. A returned certification stays returned. */
export function refuse(record: TaskRecord, error: WechatApiError, now: number, isRunning = false): TaskRecord {
  const kind = kindOf(record.kind)
  const entry = fromError(error)
  const wait = isRunning ? ({ advice: 'retry-later', retryAfter: { hours: 24 } } as const) : {}
  const outcome = record.outcome === 'returned' ? 'returned' : 'failed'
  const status = toStatus({ ...entry, ...wait, outcome }, kind)
  const rest = outcome === 'returned' ? withoutCall(record) : cleared(record)
  const after: TaskRecord = { ...rest, outcome, advice: status.advice, status }
  return recordChange(record, after, { by: 'call', at: now }, now)
}

/** WeChat has a resubmission whose answer was lost. Its taskid becomes known when a push names it. */
export function resubmissionArrived(record: TaskRecord, now: number): TaskRecord {
  const { status: _status, waitsFor: _waits, reason: _reason, ...rest } = withoutCall(record)
  const after: TaskRecord = { ...rest, outcome: 'undetermined', advice: 'wait', answerLost: true }
  return recordChange(record, after, { by: 'call', at: now }, now)
}

/** Takes over the history of an adopted task with the same id, in its order. */
export function absorb(record: TaskRecord, adopted: TaskRecord, now: number): TaskRecord {
  return adopted.history
    .filter((change) => change.status && (change.by === 'push' || change.by === 'query'))
    .reduce((current, change) => {
      const cause: Cause = { by: change.by, at: change.at, eventId: change.eventId }
      const evidence: Evidence = {
        ...cause,
        status: change.status as NonNullable<typeof change.status>,
        outcome: change.outcome,
        ...(change.reason !== undefined && { reason: change.reason }),
        ...(change.outcome === 'succeeded' && adopted.appid !== undefined && { appid: adopted.appid }),
      }
      return applyEvidence(current, evidence, now).record
    }, record)
}
