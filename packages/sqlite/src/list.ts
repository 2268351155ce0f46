import type { Channel, EntryFilter, EntryPage, EntryState, InboxCounts, ListOptions } from '@wehook/core/storage'
import { fromCursor, pageSize, statesOf, toCursor } from '@wehook/core/storage'
import type { SqliteValue } from './connection.js'
import type { StorageContext } from './context.js'
import { type EntryRow, entryColumns, toStoredEntry } from './row.js'

/** A condition over `entries` and its values, for one state: every index for filters begins with the state. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqliteValue[]
}

export function toCondition(filter: EntryFilter, state: EntryState): Condition {
  const parts: readonly (readonly [string, SqliteValue | undefined])[] = [
    ['state = ?', state],
    ['info_type = ?', filter.infoType],
    ['appid = ?', filter.appid],
    ['received_at >= ?', filter.receivedFrom],
    ['received_at < ?', filter.receivedBefore],
  ]
  const given = parts.filter((part): part is readonly [string, SqliteValue] => part[1] !== undefined)
  return { sql: given.map(([sql]) => sql).join(' AND '), values: given.map(([, value]) => value) }
}

interface Place {
  readonly seq: number
  readonly received_at: number
}

/** Reads each state by its own index and merges the results. */
export async function listEntries(context: StorageContext, options: ListOptions): Promise<EntryPage> {
  const { database } = context
  const size = pageSize(options.limit)
  return database.read(() => {
    const places = statesOf(options).flatMap((state) => findPlaces(context, options, state, size + 1))
    const sign = options.order === 'newest' ? -1 : 1
    places.sort((a, b) => sign * (a.received_at - b.received_at || a.seq - b.seq))
    const page = places.slice(0, size)
    const last = page.at(-1)
    const rows = page.map(({ seq }) => database.sql<EntryRow>(`SELECT ${entryColumns} WHERE seq = ?`).get(seq))
    const entries = rows.filter((row) => row !== undefined).map((row) => toStoredEntry(context, row))
    const hasMore = last && places.length > size
    return { entries, ...(hasMore && { next: toCursor({ receivedAt: last.received_at, tie: String(last.seq) }) }) }
  })
}

function findPlaces(
  { database }: StorageContext,
  { order, after, ...filter }: ListOptions,
  state: EntryState,
  limit: number,
): Place[] {
  const condition = toCondition(filter, state)
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC']
  const cursor = after === undefined ? undefined : fromCursor(after)
  const position = cursor ? ` AND (received_at, seq) ${beyond} (?, ?)` : ''
  return database
    .sql<Place>(
      `SELECT seq, received_at FROM entries WHERE ${condition.sql}${position}
       ORDER BY received_at ${direction}, seq ${direction} LIMIT ?`,
    )
    .all(...condition.values, ...(cursor ? [cursor.receivedAt, Number(cursor.tie)] : []), limit)
}

const channels: readonly Channel[] = ['authorization', 'message']

/** Counts no further than `upTo`. */
export function countMatching({ database }: StorageContext, filter: EntryFilter, upTo: number): Promise<number> {
  return database.read(() => {
    let total = 0
    for (const state of statesOf(filter)) {
      const { sql, values } = toCondition(filter, state)
      const counted = database
        .sql<{ readonly n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM entries WHERE ${sql} LIMIT ?)`)
        .get(...values, upTo - total)
      total += counted?.n ?? 0
      if (total >= upTo) break
    }
    return total
  })
}

export async function countEntries({ database, now }: StorageContext): Promise<InboxCounts> {
  const one = <Row>(sql: string, ...values: SqliteValue[]) => database.sql<Row>(sql).get(...values)
  return database.read(() => {
    const counts = { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 0 }
    const rows = database.sql<{ readonly state: EntryState; readonly n: number }>('SELECT state, n FROM counts').all()
    for (const { state, n } of rows) counts[state] = n
    const dueAt = channels.map(
      (channel) =>
        one<{ readonly at: number | null }>(
          `SELECT min(due_at) AS at FROM entries WHERE state = 'pending' AND channel = ?`,
          channel,
        )?.at ?? Number.POSITIVE_INFINITY,
    )
    const oldestDueAt = Math.min(...dueAt)
    const held = one<{ readonly n: number; readonly until: number | null }>(
      'SELECT count(*) AS n, max(due_at) AS until FROM entries WHERE claimed = 1',
    )
    const passed = one<{ readonly n: number }>(
      'SELECT count(*) AS n FROM entries WHERE passed_at IS NOT NULL AND claimed = 0',
    )
    return {
      ...counts,
      ...(oldestDueAt <= now() && { oldestDueAt }),
      held: held?.n ?? 0,
      ...(held && held.until !== null && { heldUntil: held.until }),
      passed: passed?.n ?? 0,
    }
  })
}
