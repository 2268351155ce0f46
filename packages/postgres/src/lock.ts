import type { LockRow, SqlSession, Tables } from '@wehook/storage/sql'
import { durable } from './put.js'

export function createLockTaker(tables: Tables, now: string) {
  const findHeld = `SELECT 1 AS held FROM ${tables.locks} WHERE k = ? AND held_until > ${now} AND owner <> ?`
  const take = `WITH ${durable}
    INSERT INTO ${tables.locks} AS lock (k, name, fence, owner, held_until)
    SELECT ?::bytea, ?::bytea, 1, ?::bytea, ${now} + ? FROM durable
    ON CONFLICT (k) DO UPDATE SET fence = lock.fence + 1, owner = excluded.owner, held_until = excluded.held_until
    WHERE lock.held_until <= ${now} OR lock.owner = excluded.owner RETURNING fence`

  return async (session: SqlSession, { key, name, owner, leaseMs }: LockRow): Promise<number | undefined> => {
    if ((await session.run(findHeld, [key, owner])).rows.length > 0) return undefined
    // An owner that asks again did not get the first answer: it gets the lock with a new fence.
    const { rows } = await session.run(take, [key, name, owner, leaseMs])
    return rows[0] && Number(rows[0]['fence'])
  }
}
