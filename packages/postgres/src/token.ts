import type { SqlSession, Tables, TokenWriteRow } from '@wehook/storage/sql'

export function createTokenWriter(tables: Tables, now: string) {
  return async (session: SqlSession, row: TokenWriteRow): Promise<boolean> => {
    const { key, name, value, asOf, forgetAt, keptMs } = row
    const [forget, forgetValue] = value === null ? [`${now} + ?`, keptMs] : ['?', forgetAt]
    const { rows } = await session.run(
      `INSERT INTO ${tables.tokens} AS token (k, name, value, as_of, forget_at) VALUES (?, ?, ?, ?, ${forget})
       ON CONFLICT (k) DO UPDATE SET value = excluded.value, as_of = excluded.as_of, forget_at = excluded.forget_at
       WHERE token.as_of <= excluded.as_of RETURNING as_of`,
      [key, name, value, asOf, forgetValue],
    )
    return rows.length > 0
  }
}
