import type { EntryFilter, EntryState, StoredEntry } from './inbox.js'

/** All states of an entry. */
export const entryStates: readonly EntryState[] = ['pending', 'unhandled', 'dead', 'handled', 'discarded']
/** States that a requeue starts from, and those that a discard does. */
export const requeuedFrom: readonly EntryState[] = ['unhandled', 'dead', 'handled']
export const discardedFrom: readonly EntryState[] = ['pending', 'unhandled', 'dead']

/** The states of `allowed` (default all) that the filter matches. */
export function statesOf({ state }: EntryFilter, allowed = entryStates): readonly EntryState[] {
  return state === undefined ? allowed : allowed.filter((one) => one === state)
}

export function matches(entry: Omit<StoredEntry, 'xml'>, filter: EntryFilter): boolean {
  return (
    (filter.state === undefined || entry.state === filter.state) &&
    (filter.infoType === undefined || entry.infoType === filter.infoType) &&
    (filter.appid === undefined || entry.appid === filter.appid) &&
    (filter.receivedFrom === undefined || entry.receivedAt >= filter.receivedFrom) &&
    (filter.receivedBefore === undefined || entry.receivedAt < filter.receivedBefore)
  )
}

/** Size of a page: whole, 1 to 1,000. */
export function pageSize(limit = 100): number {
  return Math.min(Math.max(Math.trunc(limit), 1), 1_000)
}

/** Where a page ended, in order of `receivedAt`; `tie` orders the entries of one ms. */
export interface Cursor {
  readonly receivedAt: number
  readonly tie: string
}

export function toCursor({ receivedAt, tie }: Cursor): string {
  return `${receivedAt}:${tie}`
}

export function fromCursor(after: string): Cursor {
  const [receivedAt = '', ...tie] = after.split(':')
  return { receivedAt: Number(receivedAt), tie: tie.join(':') }
}
