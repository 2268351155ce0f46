import {
  type EntryFilter,
  type EntryPage,
  type EntryState,
  fromCursor,
  type ListOptions,
  pageSize,
  type StoredEntry,
  statesOf,
  toCursor,
} from '@wehook/core/storage'
import { openedError } from '../text-codec.js'
import type { SqlContext } from './context.js'
import { toKey } from './keys.js'
import type { SqlSession, SqlValue } from './port.js'
import { entryColumns, stateNumbers, toFailures, toStoredEntry } from './rows.js'

/** A condition over the table of entries and its values, for one state: every index for filters begins with the state. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export function toCondition(filter: EntryFilter, state: EntryState): Condition {
  const parts: readonly (readonly [string, SqlValue | undefined])[] = [
    ['state = ?', stateNumbers[state]],
    ['info_type = ?', filter.infoType === undefined ? undefined : Buffer.from(filter.infoType)],
    ['appid = ?', filter.appid === undefined ? undefined : Buffer.from(filter.appid)],
    ['received_at >= ?', filter.receivedFrom],
    ['received_at < ?', filter.receivedBefore],
  ]
  const given = parts.filter((part): part is readonly [string, SqlValue] => part[1] !== undefined)
  return { sql: given.map(([sql]) => sql).join(' AND '), values: given.map(([, value]) => value) }
}

/** The position of an entry in the order of lists. */
export interface Place {
  readonly seq: number
  readonly received_at: number
}

/** Reads each state by its own index and merges the results. */
export async function listEntries(context: SqlContext, session: SqlSession, options: ListOptions): Promise<EntryPage> {
  const size = pageSize(options.limit)
  const places: Place[] = []
  for (const state of statesOf(options)) places.push(...(await findPlaces(context, session, options, state, size + 1)))
  const sign = options.order === 'newest' ? -1 : 1
  places.sort((a, b) => sign * (a.received_at - b.received_at || a.seq - b.seq))
  const page = places.slice(0, size)
  const last = page.at(-1)
  const entries = await readEntries(context, session, page)
  const hasMore = last && places.length > size
  return { entries, ...(hasMore && { next: toCursor({ receivedAt: last.received_at, tie: String(last.seq) }) }) }
}

async function findPlaces(
  { dialect }: SqlContext,
  session: SqlSession,
  { order, after, ...filter }: ListOptions,
  state: EntryState,
  limit: number,
): Promise<readonly Place[]> {
  const condition = toCondition(filter, state)
  const [beyond, direction] = order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC']
  const cursor = after === undefined ? undefined : fromCursor(after)
  const position = cursor ? ` AND received_at ${beyond}= ? AND (received_at ${beyond} ? OR seq ${beyond} ?)` : ''
  const { rows } = await session.run(
    `SELECT seq, received_at FROM ${dialect.tables.entries} WHERE ${condition.sql}${position}
     ORDER BY received_at ${direction}, seq ${direction} LIMIT ?`,
    [...condition.values, ...(cursor ? [cursor.receivedAt, cursor.receivedAt, Number(cursor.tie)] : []), limit],
  )
  return rows as unknown as readonly Place[]
}

async function readEntries(
  context: SqlContext,
  session: SqlSession,
  places: readonly Place[],
): Promise<readonly StoredEntry[]> {
  if (places.length === 0) return []
  const { rows } = await session.run(
    `SELECT ${entryColumns} FROM ${context.dialect.tables.entries} WHERE seq IN (${places.map(() => '?').join(', ')})`,
    places.map(({ seq }) => seq),
  )
  const bySeq = new Map(rows.map((row) => [row['seq'] as number, row]))
  return places.flatMap(({ seq }) => {
    const row = bySeq.get(seq)
    return row ? [toStoredEntry(context, row)] : []
  })
}

export async function getEntry(context: SqlContext, session: SqlSession, id: string): Promise<StoredEntry | undefined> {
  const { rows } = await session.run(`SELECT ${entryColumns} FROM ${context.dialect.tables.entries} WHERE k = ?`, [
    toKey(id),
  ])
  if (!rows[0]) return undefined
  const failures = toFailures(rows[0]['failures']).map((failed) => ({
    ...failed,
    error: openedError(context.codec, failed.error, id),
  }))
  return { ...toStoredEntry(context, rows[0]), ...(failures.length > 0 && { failures }) }
}

/** Counts no further than `upTo`. */
export async function countMatching(
  { dialect }: SqlContext,
  session: SqlSession,
  filter: EntryFilter,
  upTo: number,
): Promise<number> {
  let total = 0
  for (const state of statesOf(filter)) {
    if (total >= upTo) break
    const { sql, values } = toCondition(filter, state)
    const { rows } = await session.run(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${dialect.tables.entries} WHERE ${sql} LIMIT ?) AS matching`,
      [...values, upTo - total],
    )
    total += Number(rows[0]?.['n'] ?? 0)
  }
  return total
}
