import type { LockRow, SqlSession, Tables } from '@wehook/storage/sql'
import { durable } from './put.js'

export function createLockTaker(tables: Tables, now: string) {
  const findHeld = `SELECT fence, (owner = ?)::int AS ours FROM ${tables.locks} WHERE k = ? AND held_until > ${now}`
  const take = `WITH ${durable}
    INSERT INTO ${tables.locks} AS lock (k, name, fence, owner, held_until)
    SELECT ?::bytea, ?::bytea, 1, ?::bytea, ${now} + ? FROM durable
    ON CONFLICT (k) DO UPDATE SET fence = lock.fence + 1, owner = excluded.owner, held_until = excluded.held_until
    WHERE lock.held_until <= ${now} RETURNING fence`

  return async (session: SqlSession, { key, name, owner, leaseMs }: LockRow): Promise<number | undefined> => {
    const found = (await session.run(findHeld, [owner, key])).rows[0]
    // A taking whose answer was lost is found here.
    if (found) return found['ours'] ? Number(found['fence']) : undefined
    const { rows } = await session.run(take, [key, name, owner, leaseMs])
    return rows[0] && Number(rows[0]['fence'])
  }
}
