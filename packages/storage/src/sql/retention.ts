import { removalKeptMs } from '../durations.js'
import type { SqlContext } from './context.js'
import { pause } from './deadline.js'
import type { SqlRow, SqlSession } from './port.js'
import { channelNumbers, stateNumbers } from './rows.js'

/** Rows per statement, and the pause between two statements, so that a sweep of millions of rows never locks the database for long. */
const batchSize = 200
const restMs = 10

/** Drops the text of entries handled 7 days ago, and the rows of entries handled or discarded 30 days ago. Dead and unhandled entries stay. */
export async function sweep(context: SqlContext): Promise<void> {
  await context.ready()
  await repeat(() => context.other.run((session) => dropTokens(context, session)))
  for (const state of [stateNumbers.handled, stateNumbers.discarded]) {
    for (const channel of Object.values(channelNumbers)) {
      await repeat(() => context.other.run((session) => dropEntries(context, session, state, channel)))
    }
  }
}

async function repeat(batch: () => Promise<number>): Promise<void> {
  while ((await batch()) > 0) await pause(restMs)
}

/** Reads the keys first: a change by range would deadlock with processes that write results. An entry may have been requeued in between, so its state is checked again. */
async function dropEntries(
  { dialect, retention }: SqlContext,
  session: SqlSession,
  state: number,
  channel: number,
): Promise<number> {
  const { tables, now } = dialect
  const isDue = `state = ${state} AND due_at <= ${now}`
  const { rows } = await session.run(
    `SELECT seq, k, (CASE WHEN settled_at + ? <= ${now} THEN 1 ELSE 0 END) AS forgotten FROM ${tables.entries}
     WHERE state = ${state} AND channel = ? AND due_at <= ${now} ORDER BY due_at LIMIT ${batchSize}`,
    [retention.idMs, channel],
  )
  const old = rows.filter(({ forgotten }) => forgotten === 1)
  const others = rows.filter(({ forgotten }) => forgotten !== 1)
  if (old.length > 0) {
    await session.run(`DELETE FROM ${tables.marks} WHERE k IN (${list(old)})`, valuesOf(old, 'k'))
    await session.run(`DELETE FROM ${tables.entries} WHERE seq IN (${list(old)}) AND ${isDue}`, valuesOf(old, 'seq'))
  }
  if (others.length > 0) {
    await session.run(
      `UPDATE ${tables.entries} SET xml = NULL, failures = NULL, due_at = settled_at + ?
       WHERE seq IN (${list(others)}) AND ${isDue}`,
      [retention.idMs, ...valuesOf(others, 'seq')],
    )
  }
  return rows.length
}

/** Of an expired record a mark with its `asOf` stays for 30 days, as after a removal, so that older writes are still refused. */
async function dropTokens({ dialect }: SqlContext, session: SqlSession): Promise<number> {
  const { tables, now } = dialect
  const isDue = `forget_at IS NOT NULL AND forget_at <= ${now}`
  const { rows } = await session.run(
    `SELECT k, (CASE WHEN value IS NULL THEN 1 ELSE 0 END) AS removed FROM ${tables.tokens} WHERE ${isDue} LIMIT ${batchSize}`,
  )
  const removed = rows.filter((row) => row['removed'] === 1)
  const expired = rows.filter((row) => row['removed'] !== 1)
  if (removed.length > 0) {
    await session.run(
      `DELETE FROM ${tables.tokens} WHERE k IN (${list(removed)}) AND value IS NULL AND ${isDue}`,
      valuesOf(removed, 'k'),
    )
  }
  if (expired.length > 0) {
    await session.run(
      `UPDATE ${tables.tokens} SET value = NULL, forget_at = forget_at + ? WHERE k IN (${list(expired)}) AND value IS NOT NULL AND ${isDue}`,
      [removalKeptMs, ...valuesOf(expired, 'k')],
    )
  }
  return rows.length
}

function list(rows: readonly SqlRow[]): string {
  return rows.map(() => '?').join(', ')
}

/** Sorted, so that two processes that sweep at the same time lock the rows in the same order. */
function valuesOf(rows: readonly SqlRow[], column: 'k' | 'seq'): readonly (Uint8Array | number)[] {
  const values = rows.map((row) => row[column] as Uint8Array | number)
  return values.toSorted((a, b) => (typeof a === 'number' ? a - (b as number) : Buffer.compare(a, b as Uint8Array)))
}
