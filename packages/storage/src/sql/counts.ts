import type { EntryState, InboxCounts } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import type { SqlSession } from './port.js'
import { stateNumbers } from './rows.js'

const keptMs = 10_000
/** Counting as many takes the database longer than a health probe should. */
const isMany = (n: number): boolean => n > 100_000

/** Counts entries by state. What is settled is counted at most once in 10 s where it is many. */
export function createCounts(context: SqlContext): (session: SqlSession) => Promise<InboxCounts> {
  const { tables, now } = context.dialect
  let kept: { readonly n: number; readonly at: number } | undefined

  const countState = async (session: SqlSession, state: EntryState): Promise<number> => {
    const { rows } = await session.run(
      `SELECT COUNT(*) AS n FROM ${tables.entries} WHERE state = ${stateNumbers[state]}`,
    )
    return Number(rows[0]?.['n'] ?? 0)
  }

  const countHandled = async (session: SqlSession): Promise<number> => {
    if (kept && performance.now() - kept.at < keptMs) return kept.n
    const n = await countState(session, 'handled')
    kept = isMany(n) ? { n, at: performance.now() } : undefined
    return n
  }

  return async (session) => {
    const { rows } = await session.run(
      `SELECT COUNT(*) AS pending, SUM(claimed) AS held, MAX(CASE WHEN claimed = 1 THEN due_at END) AS held_until,
         SUM(CASE WHEN passed_at IS NULL THEN 0 ELSE 1 END) AS passed,
         MIN(CASE WHEN due_at <= ${now} THEN due_at END) AS oldest
       FROM ${tables.entries} WHERE state = ${stateNumbers.pending}`,
    )
    const row = rows[0] ?? {}
    const heldUntil = row['held_until'] ?? null
    const oldest = row['oldest'] ?? null
    return {
      pending: Number(row['pending'] ?? 0),
      unhandled: await countState(session, 'unhandled'),
      dead: await countState(session, 'dead'),
      handled: await countHandled(session),
      discarded: await countState(session, 'discarded'),
      ...(oldest !== null && { oldestDueAt: Number(oldest) }),
      held: Number(row['held'] ?? 0),
      ...(heldUntil !== null && { heldUntil: Number(heldUntil) }),
      passed: Number(row['passed'] ?? 0),
    }
  }
}
