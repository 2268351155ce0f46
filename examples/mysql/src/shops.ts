import type { Pool, PoolConnection } from 'mysql2/promise'

/** The app's own tables, beside those of wehook: who has authorized us, and which mini program each merchant got. */
const tables = [
  `CREATE TABLE IF NOT EXISTS shops (
    appid VARCHAR(32) NOT NULL PRIMARY KEY,
    is_open BOOLEAN NOT NULL,
    openings INT NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS merchants (
    reference VARCHAR(64) NOT NULL PRIMARY KEY,
    outcome VARCHAR(16) NOT NULL,
    appid VARCHAR(32)
  )`,
]

export async function createTables(pool: Pool): Promise<void> {
  for (const table of tables) await pool.query(table)
}

/** Counts openings, so that a handler that ran twice would be seen. */
export const openShop = (tx: PoolConnection, appid: string) =>
  tx.query(
    'INSERT INTO shops (appid, is_open, openings) VALUES (?, TRUE, 1) ON DUPLICATE KEY UPDATE is_open = TRUE, openings = openings + 1',
    [appid],
  )

export const closeShop = (tx: PoolConnection, appid: string) =>
  tx.query('UPDATE shops SET is_open = FALSE WHERE appid = ?', [appid])

/** Written again when the change is told again: the same row with the same values. */
export const noteOutcome = (pool: Pool, reference: string, outcome: string, appid: string | null) =>
  pool.query(
    'INSERT INTO merchants (reference, outcome, appid) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE outcome = ?, appid = ?',
    [reference, outcome, appid, outcome, appid],
  )

export async function readAll(pool: Pool): Promise<{ readonly shops: unknown; readonly merchants: unknown }> {
  const [shops] = await pool.query('SELECT appid, is_open, openings FROM shops ORDER BY appid')
  const [merchants] = await pool.query('SELECT reference, outcome, appid FROM merchants ORDER BY reference')
  return { shops, merchants }
}
