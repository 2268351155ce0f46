import { discardedFrom, fromCursor, pageSize, requeuedFrom, toCursor } from './filter.js'
import type { EntryPage, EntryState, Inbox, ListOptions } from './inbox.js'
import { createMemoryConsumer } from './memory-consumer.js'
import { type Row, type Rows, revive, select, settle, toCounts, toStored, wake } from './memory-rows.js'

/**
 * An inbox in this process's memory, for tests and demonstrations. **Not durable**: what it holds is lost when the process ends,
 * so an event that was answered with `success` may be lost. It never drops handled entries.
 */
export function createMemoryInbox(): Inbox {
  const rows: Rows = { byId: new Map(), wakers: new Set() }
  const find = (id: string, allowed: readonly EntryState[]) => {
    const row = rows.byId.get(id)
    return row && allowed.includes(row.state) ? [row] : []
  }
  return {
    durable: false,
    async put({ channel, ...entry }) {
      if (rows.byId.has(entry.id)) return 'duplicate'
      const now = Date.now()
      const fresh = { state: 'pending', attempts: 0, dueAt: now, dueFrom: now, claim: 0, claimed: false } as const
      rows.byId.set(entry.id, { ...entry, ...(channel === 'message' && { channel }), ...fresh, failed: [] })
      wake(rows)
      return 'stored'
    },
    consume: async (deliver, options) => createMemoryConsumer(rows, deliver, options),
    list: async (options = {}) => toPage(select(rows, options), options),
    async get(id) {
      const row = rows.byId.get(id)
      return row && { ...toStored(row), ...(row.failed.length > 0 && { failures: [...row.failed] }) }
    },
    count: async (filter, upTo = 1_000) => Math.min(select(rows, filter).length, upTo),
    requeue: async (id) => requeue(rows, find(id, requeuedFrom)) > 0,
    requeueAll: async (filter, limit = 1_000) => requeue(rows, select(rows, filter, requeuedFrom).slice(0, limit)),
    discard: async (id) => discard(find(id, discardedFrom)) > 0,
    discardAll: async (filter, limit = 1_000) =>
      discard(
        select(rows, filter, discardedFrom)
          .filter(({ claimed }) => !claimed)
          .slice(0, limit),
      ),
    counts: async () => toCounts(rows),
  }
}

function requeue(rows: Rows, chosen: readonly Row[]): number {
  for (const row of chosen) {
    revive(row)
    row.attempts = 0
    delete row.lastError
  }
  if (chosen.length > 0) wake(rows)
  return chosen.length
}

function discard(chosen: readonly Row[]): number {
  const free = chosen.filter(({ claimed }) => !claimed)
  for (const row of free) {
    settle(row, 'discarded')
    delete row.xml
    row.failed.length = 0
  }
  return free.length
}

function toPage(all: readonly Row[], { order = 'oldest', limit, after }: ListOptions): EntryPage {
  const ordered = order === 'oldest' ? all : all.toReversed()
  const position = (row: Row) => toCursor({ receivedAt: row.receivedAt, tie: row.id })
  const start = after === undefined ? 0 : startAfter(ordered, after, order)
  const page = ordered.slice(start, start + pageSize(limit))
  const last = page.at(-1)
  const hasMore = start + page.length < ordered.length
  return { entries: page.map(toStored), ...(last && hasMore && { next: position(last) }) }
}

/** The index at which the page begins: after the entry that the cursor names, or after the place where that entry was. */
function startAfter(ordered: readonly Row[], after: string, order: 'oldest' | 'newest'): number {
  const { receivedAt, tie } = fromCursor(after)
  const sign = order === 'oldest' ? 1 : -1
  const start = ordered.findIndex((row) => {
    const beyond = row.receivedAt - receivedAt || (row.id === tie ? 0 : row.id < tie ? -1 : 1)
    return sign * beyond > 0
  })
  return start < 0 ? ordered.length : start
}
