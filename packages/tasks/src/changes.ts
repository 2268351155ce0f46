import { kindOf } from './kinds/index.js'
import type { StoredChange, TaskRecord, TaskState } from './record.js'
import { isAdopted } from './record.js'
import { endsByClock, isWaiting, nextLook } from './schedule.js'
import type { ChangeSource, TaskWord } from './task.js'

const historyLength = 100
const seenLength = 50

export interface Cause {
  readonly by: ChangeSource
  /** Unix ms. */
  readonly at: number
  readonly eventId?: string | undefined
}

/** The part of a record that its task shows, without internal fields. */
export function stateOf(record: TaskRecord): TaskState {
  const { input, inputDigest, guard, keys, guardLost, generation, call, pushed, asked, checkedAt, ...rest } = record
  const { look, expiringTold, claimsAppid, seen, history, changes, untold, telling, dead, ...state } = rest
  return state
}

/** The record after its task has changed to `after`: the change is added to the history and waits to be passed to handlers ("told"). */
export function recordChange(
  before: TaskRecord,
  after: TaskRecord,
  { by, at, eventId }: Cause,
  now: number,
  { word: forced, closes = false }: { readonly word?: TaskWord; readonly closes?: boolean } = {},
): TaskRecord {
  const changed = withTimes(before, after, now, closes)
  const word = isAdopted(changed) ? 'adopted' : (forced ?? wordOf(before, changed))
  const change: StoredChange = {
    n: before.changes + 1,
    word,
    by,
    at,
    outcome: changed.outcome,
    ...(changed.status && { status: changed.status }),
    ...(changed.reason !== undefined && { reason: changed.reason }),
    ...(eventId !== undefined && { eventId }),
  }
  const needsReason = kindOf(changed.kind).idSpace === 'certification' && changed.reason === undefined && by === 'push'
  const asksReason = needsReason && (changed.outcome === 'returned' || changed.outcome === 'failed')
  return {
    ...withHistory(changed, change),
    changes: change.n,
    untold: [...changed.untold, { change, state: stateOf(changed), ...(asksReason && { reasonTry: 0 }) }],
    telling: changed.telling ?? { at: now, attempt: 0 },
  }
}

/** A change that came after a newer one: kept in the history, not passed to handlers. */
export function recordLate(record: TaskRecord, change: Omit<StoredChange, 'n' | 'late' | 'word'>): TaskRecord {
  const late: StoredChange = { ...change, n: record.changes + 1, word: 'changed', late: true }
  return { ...withHistory(record, late), changes: late.n }
}

export function withSeen(record: TaskRecord, eventId: string | undefined): TaskRecord {
  return eventId === undefined ? record : { ...record, seen: [...record.seen, eventId].slice(-seenLength) }
}

function withHistory(record: TaskRecord, change: StoredChange): TaskRecord {
  return { ...record, history: [...record.history, change].slice(-historyLength) }
}

/** `changed` where the outcome stays the same. A final outcome with another status, or of another call, goes to the handlers of the outcome again. */
function wordOf(before: TaskRecord, after: TaskRecord): TaskWord {
  if (before.changes === 0 || before.outcome !== after.outcome) return after.outcome
  if (isWaiting(after)) return 'changed'
  const isSame = before.status?.code === after.status?.code && before.status?.field === after.status?.field
  return isSame && before.generation === after.generation ? 'changed' : after.outcome
}

/** Sets `changedAt`, `closedAt` and the next time to ask WeChat, as the new outcome requires. */
function withTimes(before: TaskRecord, after: TaskRecord, now: number, closes: boolean): TaskRecord {
  const isClosing = closes || after.outcome === 'succeeded' || after.outcome === 'failed'
  const { closedAt = now, look, ...rest } = after
  const timed: TaskRecord = { ...rest, changedAt: now, ...(isClosing && { closedAt }) }
  if (isClosing || !isWaiting(timed)) return timed
  const isSameWait = before.waitsFor === after.waitsFor && before.expiresAt === after.expiresAt && endsByClock(timed)
  const next = isSameWait && look !== undefined ? look : nextLook(timed, before.outcome === after.outcome ? now : 0)
  return next === undefined ? timed : { ...timed, look: next }
}
