import { discardedFrom, type EntryFilter, type EntryState, requeuedFrom, statesOf } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { toKey, toText } from './keys.js'
import { transact } from './lane.js'
import { type Place, toCondition } from './list.js'
import type { SqlSession, SqlValue } from './port.js'
import { stateNumbers } from './rows.js'
import { texts } from './texts.js'

/** Rows per statement. */
const batchSize = 200

/** An action of an operator, and the entries that it applies to. */
interface Operation {
  readonly from: readonly EntryState[]
  readonly condition: string
  readonly set: string
  readonly values: readonly SqlValue[]
}

function requeueOf({ dialect }: SqlContext): Operation {
  return {
    from: requeuedFrom,
    condition: 'xml IS NOT NULL',
    set: `state = ${stateNumbers.pending}, attempts = 0, claimed = 0, fence = fence + 1, due_at = ${dialect.now},
      settled_at = NULL, passed_at = NULL, last_error = NULL`,
    values: [],
  }
}

/** The fence grows, so the result of an attempt that continues after its lease has ended is ignored. */
function discardOf({ dialect, retention }: SqlContext): Operation {
  const { now } = dialect
  return {
    from: discardedFrom,
    condition: 'claimed = 0',
    set: `state = ${stateNumbers.discarded}, fence = fence + 1, settled_at = ${now}, due_at = ${now} + ?, passed_at = NULL,
      xml = NULL, failures = NULL`,
    values: [retention.idMs],
  }
}

function inStates(states: readonly EntryState[]): string {
  return `state IN (${states.map((state) => stateNumbers[state]).join(', ')})`
}

async function changeOne(
  { dialect }: SqlContext,
  session: SqlSession,
  id: string,
  operation: Operation,
): Promise<boolean> {
  const { from, condition, set, values } = operation
  const { changed } = await session.run(
    `UPDATE ${dialect.tables.entries} SET ${set} WHERE k = ? AND ${inStates(from)} AND ${condition}`,
    [...values, toKey(id)],
  )
  return changed > 0
}

/** Changes matching rows oldest first, batch by batch; changed rows no longer match. */
async function changeMatching(
  context: SqlContext,
  filter: EntryFilter,
  limit: number,
  operation: Operation,
): Promise<number> {
  let total = 0
  while (total < limit) {
    const size = Math.min(batchSize, limit - total)
    const changed = await context.other.run((session) => changeBatch(context, session, filter, size, operation))
    total += changed
    if (changed < size) break
  }
  return total
}

/** Reads the keys first: an UPDATE by range would lock rows that other processes are writing results to. */
async function changeBatch(
  { dialect }: SqlContext,
  session: SqlSession,
  filter: EntryFilter,
  size: number,
  { from, condition, set, values }: Operation,
): Promise<number> {
  const { entries } = dialect.tables
  const places: Place[] = []
  for (const state of statesOf(filter, from)) {
    const matching = toCondition(filter, state)
    const { rows } = await session.run(
      `SELECT seq, received_at FROM ${entries} WHERE ${matching.sql} AND ${condition} ORDER BY received_at, seq LIMIT ?`,
      [...matching.values, size],
    )
    places.push(...(rows as unknown as readonly Place[]))
  }
  const oldest = places.toSorted((a, b) => a.received_at - b.received_at || a.seq - b.seq).slice(0, size)
  const seqs = oldest.map(({ seq }) => seq).toSorted((a, b) => a - b)
  if (seqs.length === 0) return 0
  const { changed } = await session.run(
    `UPDATE ${entries} SET ${set} WHERE seq IN (${seqs.map(() => '?').join(', ')}) AND ${inStates(from)} AND ${condition}`,
    [...values, ...seqs],
  )
  return changed
}

export function requeueMatching(context: SqlContext, filter: EntryFilter, limit: number): Promise<number> {
  return changeMatching(context, filter, limit, requeueOf(context))
}

export function discardMatching(context: SqlContext, filter: EntryFilter, limit: number): Promise<number> {
  return changeMatching(context, filter, limit, discardOf(context))
}

export function discardEntry(context: SqlContext, session: SqlSession, id: string): Promise<boolean> {
  return changeOne(context, session, id, discardOf(context))
}

/** `again` also removes the marks of handlers that have run in transactions, so that they run again. */
export async function requeueEntry(
  context: SqlContext,
  session: SqlSession,
  id: string,
  again: boolean,
): Promise<boolean> {
  if (!again) {
    const isChanged = await changeOne(context, session, id, requeueOf(context))
    if (isChanged) await warnOfMarks(context, session, id)
    return isChanged
  }
  return transact(session, async () => {
    const isChanged = await changeOne(context, session, id, requeueOf(context))
    if (isChanged) await session.run(`DELETE FROM ${context.dialect.tables.marks} WHERE k = ?`, [toKey(id)])
    return isChanged
  })
}

/** Warns the operator, who would otherwise wait for handlers that do not run again. */
async function warnOfMarks({ dialect, warn }: SqlContext, session: SqlSession, id: string): Promise<void> {
  const { rows } = await session.run(`SELECT handler FROM ${dialect.tables.marks} WHERE k = ? AND done = 1`, [
    toKey(id),
  ])
  const names = rows.map((row) => toText(row['handler'] as Uint8Array))
  if (names.length > 0) warn(texts.inTransaction.stayDone(names.join(', ')))
}
