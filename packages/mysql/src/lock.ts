import type { LockRow, SqlSession, Tables } from '@wehook/storage/sql'

export function createLockTaker(tables: Tables, now: string) {
  const isFree = `held_until <= ${now}`
  const findHeld = `SELECT fence, owner = ? AS ours, held_until > ${now} AS held FROM ${tables.locks} WHERE k = ?`
  // Assignments run from left to right, so the column of the condition comes last.
  const take = `INSERT INTO ${tables.locks} (k, name, fence, owner, held_until) VALUES (?, ?, 1, ?, ${now} + ?)
    ON DUPLICATE KEY UPDATE fence = IF(${isFree}, fence + 1, fence), owner = IF(${isFree}, ?, owner),
      held_until = IF(${isFree}, ${now} + ?, held_until)`

  return async (session: SqlSession, { key, name, owner, leaseMs }: LockRow): Promise<number | undefined> => {
    const look = async () => (await session.run(findHeld, [owner, key])).rows[0]
    const found = await look()
    // A taking whose answer was lost is found here.
    if (found?.['held']) return found['ours'] ? Number(found['fence']) : undefined
    await session.run(take, [key, name, owner, leaseMs, owner, leaseMs])
    const taken = await look()
    return taken?.['ours'] && taken['held'] ? Number(taken['fence']) : undefined
  }
}
