import type { EntryFilter, EntryState, Inbox } from '@wehook/core/storage'
import { filterQuery, readFilter } from './filter.js'
import type { ConsoleSettings } from './options.js'
import type { ConsoleSignals } from './signals.js'
import type { Query } from './view.js'

export interface Form {
  readonly action: string
  readonly token: string
  readonly ids: readonly string[]
}

/** What an action did, for the signal and for the page that follows. */
export interface Done {
  readonly action: ConsoleSignals['acted']['action']
  readonly count: number
  readonly of: ConsoleSignals['acted']['of']
  /** The page to go to. */
  readonly goTo: Query
}

type BulkAction = 'requeue' | 'discard'

export function isBulkAction(action: string): action is BulkAction {
  return action === 'requeue' || action === 'discard'
}

/** The states that an action applies to; a filter without a state means all of them. */
const statesFor = {
  requeue: ['dead', 'unhandled'],
  discard: ['dead', 'unhandled', 'pending'],
} as const satisfies Record<BulkAction, readonly EntryState[]>

const mostAtOnce = 10_000

function filtersFor(query: Query, action: BulkAction): readonly EntryFilter[] {
  const filter = readFilter(query)
  return filter.state ? [filter] : statesFor[action].map((state) => ({ ...filter, state }))
}

/** How many pushes an action on all matching ones would change, counted up to the limit of one action. */
export async function matchingCount(inbox: Inbox, query: Query, action: BulkAction) {
  const counts = await Promise.all(filtersFor(query, action).map((filter) => inbox.count(filter, mostAtOnce + 1)))
  const count = counts.reduce((sum, each) => sum + each, 0)
  return { count: Math.min(count, mostAtOnce), isMore: count > mostAtOnce }
}

async function changeAll(inbox: Inbox, query: Query, action: BulkAction): Promise<number> {
  const change = action === 'requeue' ? inbox.requeueAll : inbox.discardAll
  let total = 0
  for (const filter of filtersFor(query, action)) {
    if (total < mostAtOnce) total += await change.call(inbox, filter, mostAtOnce - total)
  }
  return total
}

async function changeEach(inbox: Inbox, ids: readonly string[], action: BulkAction): Promise<readonly string[]> {
  const changed: string[] = []
  for (const id of ids) {
    if (await (action === 'requeue' ? inbox.requeue(id) : inbox.discard(id))) changed.push(id)
  }
  return changed
}

/** Performs the action of a form; `undefined` for an unknown action. */
export async function act(settings: ConsoleSettings, query: Query, form: Form): Promise<Done | undefined> {
  const { inbox, tasks } = settings
  const [action = '', all] = form.action.split('-')
  if (isBulkAction(action) && all === 'all') {
    const kept = filterQuery(query)
    const count = await changeAll(inbox, query, action)
    return { action, count, of: { ...readFilter(query) }, goTo: { page: 'pushes', ...kept } }
  }
  if (isBulkAction(action)) {
    const changed = await changeEach(inbox, form.ids, action)
    const id = query['id']
    const goTo = query['page'] === 'push' && id ? { page: 'push', id } : { page: 'pushes', ...filterQuery(query) }
    return { action, count: changed.length, of: changed, goTo }
  }
  const [id] = form.ids
  if (tasks && id && (action === 'check' || action === 'retell')) {
    await tasks[action](id)
    return { action, count: 1, of: [id], goTo: { page: 'task', id } }
  }
  return undefined
}
