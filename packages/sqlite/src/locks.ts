import type { TokenStore } from '@wehook/core'
import { type Fence, lockLeaseMs } from '@wehook/core/storage'
import { createLeaseLocks } from '@wehook/storage'
import { isOfLaterClock, recallLock } from './clock.js'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'
import { texts } from './texts.js'

/** A lock's row stays for 30 days after it was last held, so that its fence does not start at 1 again while an old holder may still write. */
export function createLocks(context: StorageContext): TokenStore['withLock'] {
  const { database, now } = context
  const leaseMs = lockLeaseMs(context.leaseMs)
  const setEnd = ({ lock, number }: Fence, from: number, until: number) =>
    database.write(() =>
      database
        .sql('UPDATE locks SET held_from = ?, held_until = ? WHERE name = ? AND fence = ?')
        .run(from, until, lock, number),
    )
  return createLeaseLocks({
    leaseMs,
    async tryTake(lock) {
      try {
        return (await mayBeFree(context, lock)) ? await tryAcquire(context, lock) : undefined
      } catch (error) {
        throw toFault(error, 'ERR_TOKEN_UNAVAILABLE', texts.actions.takeLock)
      }
    },
    renew: (fence) => setEnd(fence, now(), now() + leaseMs),
    release: (fence) => setEnd(fence, now(), 0),
  })
}

/** Reads first, so that waiting for a lock does not need the write lock of the file. */
function mayBeFree({ database, now }: StorageContext, lock: string): Promise<boolean> {
  return database.read(() => {
    const row = database
      .sql<{ readonly held_from: number; readonly held_until: number }>(
        'SELECT held_from, held_until FROM locks WHERE name = ?',
      )
      .get(lock)
    return row === undefined || row.held_until <= now() || isOfLaterClock(row.held_from, now())
  })
}

function tryAcquire({ database, now, leaseMs }: StorageContext, lock: string): Promise<number | undefined> {
  return database.write(() => {
    // Checked before a token is refreshed and not after it, when the new token could not be stored.
    database.assertInPlace()
    const at = now()
    recallLock(database, lock, at)
    return database
      .sql<{ readonly fence: number }>(
        `INSERT INTO locks (name, fence, held_from, held_until) VALUES (?, 1, ?, ?)
         ON CONFLICT (name) DO UPDATE SET fence = fence + 1, held_from = excluded.held_from, held_until = excluded.held_until
         WHERE held_until <= ?
         RETURNING fence`,
      )
      .all(lock, at, at + lockLeaseMs(leaseMs), at)[0]?.fence
  })
}
