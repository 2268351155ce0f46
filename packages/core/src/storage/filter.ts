import { checkOptionNames, invalidOption } from '../option-rules.js'
import { texts } from '../texts.js'
import type { EntryFilter, EntryState, ListOptions, StoredEntry } from './inbox.js'

/** All states of an entry. */
export const entryStates: readonly EntryState[] = ['pending', 'unhandled', 'dead', 'handled', 'discarded']
/** States that a requeue starts from, and those that a discard does. */
export const requeuedFrom: readonly EntryState[] = ['unhandled', 'dead', 'handled']
export const discardedFrom: readonly EntryState[] = ['pending', 'unhandled', 'dead']

const filterNames = { state: true, infoType: true, appid: true, receivedFrom: true, receivedBefore: true } as const
const listNames = { ...filterNames, order: true, limit: true, after: true } as const

/**
 * The states of `allowed` (default all) that the filter matches.
 *
 * @throws ERR_OPTIONS_INVALID for a name or a state that does not exist: otherwise a filter with a typo would match everything, and discard it.
 */
export function statesOf(filter: ListOptions, allowed?: readonly EntryState[]): readonly EntryState[] {
  if (allowed) checkOptionNames<EntryFilter>('filter', filter, filterNames)
  else checkOptionNames<ListOptions>('filter', filter, listNames)
  const { state } = filter
  if (state !== undefined && !entryStates.includes(state)) {
    const names = entryStates.join(', ')
    throw invalidOption('filter', 'state', texts.option.expected.oneOf(names))
  }
  return among(state, allowed ?? entryStates)
}

function among(state: EntryState | undefined, allowed: readonly EntryState[]): readonly EntryState[] {
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
