import type { LockRow, SqlSession, Tables } from '@wehook/storage/sql'

export function createLockTaker(tables: Tables, now: string) {
  // An owner that asks again did not get the first answer: it gets the lock with a new fence.
  const isFree = `(held_until <= ${now} OR owner = ?)`
  const look = `SELECT fence, ${isFree} AS free, owner = ? AS ours FROM ${tables.locks} WHERE k = ?`
  // MySQL evaluates assignments from left to right, so the column that the condition reads is assigned last.
  const take = `INSERT INTO ${tables.locks} (k, name, fence, owner, held_until) VALUES (?, ?, 1, ?, ${now} + ?)
    ON DUPLICATE KEY UPDATE fence = IF(${isFree}, fence + 1, fence), owner = IF(${isFree}, ?, owner),
      held_until = IF(${isFree}, ${now} + ?, held_until)`

  return async (session: SqlSession, { key, name, owner, leaseMs }: LockRow): Promise<number | undefined> => {
    const found = (await session.run(look, [owner, owner, key])).rows[0]
    if (found && !found['free']) return undefined
    await session.run(take, [key, name, owner, leaseMs, owner, owner, owner, owner, leaseMs])
    const taken = (await session.run(look, [owner, owner, key])).rows[0]
    return taken?.['ours'] ? Number(taken['fence']) : undefined
  }
}
