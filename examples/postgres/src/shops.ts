import type { Pool, PoolClient } from 'pg'

/** The app's own tables, beside those of wehook: who has authorized us, and which mini program each merchant got. */
const tables = [
  `CREATE TABLE IF NOT EXISTS shops (
    appid TEXT PRIMARY KEY,
    is_open BOOLEAN NOT NULL,
    openings INT NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS merchants (
    reference TEXT PRIMARY KEY,
    outcome TEXT NOT NULL,
    appid TEXT
  )`,
]

export async function createTables(pool: Pool): Promise<void> {
  for (const table of tables) await pool.query(table)
}

/** Counts openings, so that a handler that ran twice would be seen. */
export const openShop = (tx: PoolClient, appid: string) =>
  tx.query(
    'INSERT INTO shops (appid, is_open, openings) VALUES ($1, TRUE, 1) ON CONFLICT (appid) DO UPDATE SET is_open = TRUE, openings = shops.openings + 1',
    [appid],
  )

export const closeShop = (tx: PoolClient, appid: string) =>
  tx.query('UPDATE shops SET is_open = FALSE WHERE appid = $1', [appid])

/** Written again when the change is told again: the same row with the same values. */
export const noteOutcome = (pool: Pool, reference: string, outcome: string, appid: string | null) =>
  pool.query(
    'INSERT INTO merchants (reference, outcome, appid) VALUES ($1, $2, $3) ON CONFLICT (reference) DO UPDATE SET outcome = EXCLUDED.outcome, appid = EXCLUDED.appid',
    [reference, outcome, appid],
  )

export async function readAll(pool: Pool): Promise<{ readonly shops: unknown; readonly merchants: unknown }> {
  const { rows: shops } = await pool.query('SELECT appid, is_open, openings FROM shops ORDER BY appid')
  const { rows: merchants } = await pool.query('SELECT reference, outcome, appid FROM merchants ORDER BY reference')
  return { shops, merchants }
}
