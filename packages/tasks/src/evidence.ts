import type { StatusEntry } from '@wehook/core'
import { type Cause, recordChange, recordLate, withSeen } from './changes.js'
import { kindOf } from './kinds/index.js'
import type { Finding } from './kinds/kind.js'
import { isOpen, type TaskRecord } from './record.js'
import { linkMs } from './schedule.js'
import { toStatus } from './statuses.js'

/** What a push or a query says about one task. */
export interface Evidence extends Finding, Cause {
  /** WeChat's id, where the source names one. */
  readonly taskid?: string
}

export interface Applied {
  readonly record: TaskRecord
  /** `told`: the task changed. `seen`: it repeats what is known. `late`: it is older than what is known. */
  readonly effect: 'told' | 'seen' | 'late'
}

/**
 * Puts evidence into a record. Evidence is ordered by generation, time and rank, so the order of arrival and repetitions do not
 * matter. A success is final; newer evidence replaces any other outcome.
 */
export function applyEvidence(before: TaskRecord, evidence: Evidence, now: number): Applied {
  if (evidence.eventId !== undefined && before.seen.includes(evidence.eventId))
    return { record: before, effect: 'seen' }
  const record = withSeen(before, evidence.eventId)
  const generation = generationOf(record, evidence)
  if (generation === undefined || isOld(record, evidence, generation))
    return { record: late(record, evidence), effect: 'late' }
  const current = generation > record.generation ? nextGeneration(record, evidence, generation) : record
  const noted = note(current, evidence)
  const after = merge(noted, evidence)
  if (!isAltered(record, after)) return { record: noted, effect: 'seen' }
  return { record: recordChange(record, after, evidence, now), effect: 'told' }
}

/** An unknown taskid of a known certification is its next generation: it was submitted again, by this package or not. */
function generationOf(record: TaskRecord, { taskid, at }: Evidence): number | undefined {
  if (taskid === undefined) return record.generation
  const known = record.ids.find(({ id }) => id === taskid)
  if (known) return known.generation
  const isNewer = isOpen(record) && at >= (record.pushed?.at ?? 0)
  return isNewer ? record.generation + 1 : undefined
}

function nextGeneration(record: TaskRecord, { taskid = '' }: Evidence, generation: number): TaskRecord {
  const { pushed: _pushed, asked: _asked, answerLost: _lost, link: _link, ...others } = record
  const { reason: _reason, expiresAt: _expires, expiringTold: _told, ...rest } = others
  return { ...rest, generation, ids: [...record.ids, { id: taskid, generation }] }
}

function isOld(record: TaskRecord, evidence: Evidence, generation: number): boolean {
  if (generation !== record.generation) return generation < record.generation
  if (record.outcome === 'succeeded') return evidence.outcome !== 'succeeded'
  const { rank } = evidence.status
  const { pushed, asked } = record
  if (evidence.by === 'query') {
    const known = Math.max(pushed?.rank ?? -1, asked?.rank ?? -1)
    return rank < known || (rank === known && !isSameStatus(record, evidence.status))
  }
  if (pushed && (evidence.at < pushed.at || (evidence.at === pushed.at && rank < pushed.rank))) return true
  return asked !== undefined && evidence.at <= asked.at && rank < asked.rank
}

const isSameStatus = ({ status }: TaskRecord, { field, code }: StatusEntry): boolean =>
  status?.field === field && status.code === code

function note(record: TaskRecord, { by, at, status }: Evidence): TaskRecord {
  const mark = { at, rank: status.rank }
  return by === 'push' ? { ...record, pushed: mark } : by === 'query' ? { ...record, asked: mark } : record
}

function merge(record: TaskRecord, evidence: Evidence): TaskRecord {
  const kind = kindOf(record.kind)
  const { candidates: _candidates, waitsFor: _waits, reason, foreign: _foreign, link, ...others } = record
  const { expiresAt: _expires, answerLost, claimsAppid: _claims, ...rest } = others
  const isSame = isSameStatus(record, evidence.status)
  const waits = evidence.outcome === 'pending' || evidence.outcome === 'returned'
  const waitsFor = waits ? kind.waitsFor(evidence.status) : undefined
  const keptReason = evidence.reason ?? (isSame ? reason : undefined)
  const isOver = evidence.outcome !== 'pending' && evidence.outcome !== 'undetermined'
  const deadline = isOver ? undefined : deadlineOf(record, evidence, waitsFor)
  const keptLink = isOver || waitsFor === 'reviewer' || waitsFor === 'payment' ? undefined : (link ?? evidence.link)
  return {
    ...rest,
    ...(answerLost && !isOver && keptLink === undefined && { answerLost }),
    ...(evidence.by === 'query' && evidence.outcome === 'succeeded' && kind.createsAccount && { claimsAppid: true }),
    outcome: evidence.outcome,
    advice: evidence.status.advice,
    status: toStatus(evidence.status, kind),
    ...(evidence.appid !== undefined && { appid: evidence.appid }),
    ...(evidence.candidates && { candidates: evidence.candidates }),
    ...(waitsFor && { waitsFor }),
    ...(keptReason !== undefined && { reason: keptReason }),
    ...(keptLink !== undefined && { link: keptLink }),
    ...(deadline !== undefined && { expiresAt: deadline }),
  }
}

/** The administrator of a conversion has 24 h of their own; payment and review have no deadline. */
function deadlineOf(record: TaskRecord, { at, by }: Evidence, waitsFor: TaskRecord['waitsFor']): number | undefined {
  if (waitsFor === 'reviewer' || waitsFor === 'payment') return undefined
  const isNextTurn = record.kind === 'beta.conversion' && waitsFor === 'administrator' && record.waitsFor !== waitsFor
  return isNextTurn && by === 'push' ? at + linkMs : (record.expiresAt ?? (by === 'push' ? at + linkMs : undefined))
}

const shown = [
  'outcome',
  'appid',
  'reason',
  'waitsFor',
  'link',
  'expiresAt',
  'answerLost',
  'foreign',
  'generation',
] as const

function isAltered(before: TaskRecord, after: TaskRecord): boolean {
  const isOther = shown.some((field) => before[field] !== after[field])
  const isOtherList = before.candidates?.join() !== after.candidates?.join()
  return isOther || isOtherList || (after.status !== undefined && !isSameStatus(before, after.status))
}

function late(record: TaskRecord, { by, at, outcome, status, eventId, reason }: Evidence): TaskRecord {
  const entry = { by, at, outcome, status: toStatus(status, kindOf(record.kind)) }
  if (by === 'query') return record
  return recordLate(record, {
    ...entry,
    ...(eventId !== undefined && { eventId }),
    ...(reason !== undefined && { reason }),
  })
}
