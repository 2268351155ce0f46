import { matches, statesOf } from './filter.js'
import type { EntryFilter, EntryState, FailedAttempt, InboxCounts, InboxEntry, StoredEntry } from './inbox.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** An entry of the memory inbox. `claim` grows each time the entry is taken or released: a result that carries an older number is ignored. */
export type Row = Mutable<StoredEntry> & {
  claim: number
  claimed: boolean
  /** Unix ms of the clock by which `dueAt` was set. */
  dueFrom: number
  /** Unix ms when a process without a handler first passed it on. */
  passedAt?: number
  readonly failed: FailedAttempt[]
}

/** By id, in order of arrival. `wakers` are called when an entry has become due. */
export interface Rows {
  readonly byId: Map<string, Row>
  readonly wakers: Set<() => void>
}

export function wake({ wakers }: Rows): void {
  for (const waker of wakers) waker()
}

export function makeDue(row: Row, delayMs = 0): void {
  row.dueFrom = Date.now()
  row.dueAt = row.dueFrom + delayMs
}

export function settle(row: Row, state: EntryState): void {
  row.state = state
  row.claim += 1
  row.claimed = false
  row.settledAt = Date.now()
  delete row.dueAt
  delete row.passedAt
}

/** Pending and due now. */
export function revive(row: Row): void {
  row.state = 'pending'
  makeDue(row)
  delete row.settledAt
}

export function toEntry(row: Row): InboxEntry {
  const { id, componentAppId, receivedAt, xml = '', channel, appid, traceparent } = row
  return {
    id,
    componentAppId,
    receivedAt,
    xml,
    ...(channel && { channel }),
    ...(appid !== undefined && { appid }),
    ...(traceparent !== undefined && { traceparent }),
  }
}

export function toStored(row: Row): StoredEntry {
  const { claim: _claim, claimed: _claimed, dueFrom: _dueFrom, passedAt: _passedAt, failed: _failed, ...entry } = row
  return entry
}

/** Oldest first. */
export function select({ byId }: Rows, filter: EntryFilter, allowed?: readonly EntryState[]): Row[] {
  const states = statesOf(filter, allowed)
  const rows = [...byId.values()].filter((row) => states.includes(row.state) && matches(row, filter))
  return rows.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
}

export function toCounts({ byId }: Rows): InboxCounts {
  const counts = { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 0, held: 0, passed: 0 }
  let oldestDueAt = Number.POSITIVE_INFINITY
  for (const row of byId.values()) {
    counts[row.state] += 1
    if (row.state !== 'pending') continue
    if (row.claimed) counts.held += 1
    else oldestDueAt = Math.min(oldestDueAt, row.dueAt ?? 0)
    if (row.passedAt !== undefined) counts.passed += 1
  }
  return oldestDueAt <= Date.now() ? { ...counts, oldestDueAt } : counts
}
