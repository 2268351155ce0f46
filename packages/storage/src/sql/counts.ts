import type { EntryState, InboxCounts } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { type Count, keepMany } from './keep-many.js'
import { stateNumbers } from './rows.js'

/** Counts entries by state. */
export function createCounts({ dialect }: SqlContext): Count<InboxCounts> {
  const { tables, now } = dialect

  const counter = (state: EntryState): Count<number> =>
    keepMany(
      async (session) => {
        const { rows } = await session.run(
          `SELECT COUNT(*) AS n FROM ${tables.entries} WHERE state = ${stateNumbers[state]}`,
        )
        return Number(rows[0]?.['n'] ?? 0)
      },
      (n) => n,
    )
  const [unhandled, dead] = [counter('unhandled'), counter('dead')]
  const [handled, discarded] = [counter('handled'), counter('discarded')]

  const pending = keepMany(
    async (session) => {
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
        held: Number(row['held'] ?? 0),
        passed: Number(row['passed'] ?? 0),
        ...(heldUntil !== null && { heldUntil: Number(heldUntil) }),
        ...(oldest !== null && { oldestDueAt: Number(oldest) }),
      }
    },
    (counted) => counted.pending,
  )

  return async (session) => ({
    ...(await pending(session)),
    unhandled: await unhandled(session),
    dead: await dead(session),
    handled: await handled(session),
    discarded: await discarded(session),
  })
}
