import { randomBytes } from 'node:crypto'
import type { SqlSession, Tables, TokenWriteRow } from '@wehook/storage/sql'

export function createTokenWriter(tables: Tables, now: string) {
  const isNotNewer = 'as_of <= ?'
  return async (session: SqlSession, row: TokenWriteRow): Promise<boolean> => {
    const { key, name, value, asOf, forgetAt, keptMs } = row
    const [forget, forgetValue] = value === null ? [`${now} + ?`, keptMs] : ['?', forgetAt]
    const nonce = randomBytes(8)
    // MySQL evaluates assignments from left to right, so the column that the condition reads is assigned last.
    await session.run(
      `INSERT INTO ${tables.tokens} (k, name, value, forget_at, nonce, as_of) VALUES (?, ?, ?, ${forget}, ?, ?)
       ON DUPLICATE KEY UPDATE value = IF(${isNotNewer}, ?, value), forget_at = IF(${isNotNewer}, ${forget}, forget_at),
         nonce = IF(${isNotNewer}, ?, nonce), as_of = GREATEST(as_of, ?)`,
      [key, name, value, forgetValue, nonce, asOf, asOf, value, asOf, forgetValue, asOf, nonce, asOf],
    )
    // The row is locked until the end of the transaction, so its nonce shows whether this write was made.
    const { rows } = await session.run(`SELECT 1 AS written FROM ${tables.tokens} WHERE k = ? AND nonce = ?`, [
      key,
      nonce,
    ])
    return rows.length > 0
  }
}
