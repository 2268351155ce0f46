import { type Fence, lockLeaseMs, type TokenStore } from '@wehook/core/storage'
import { createLeaseLocks } from '../locks.js'
import type { SqlContext } from './context.js'
import { toFault } from './faults.js'
import { toKey } from './keys.js'
import { texts } from './texts.js'

/**
 * `withLock` by rows with a lease: a lock of the database server would occupy a connection of the host's pool until WeChat has answered.
 * A lock's row is never deleted, so that its fence never starts at 1 again.
 */
export function createLocks(context: SqlContext): TokenStore['withLock'] {
  const { dialect, other, owner } = context
  const leaseMs = lockLeaseMs(context.leaseMs)
  const { tables, now } = dialect
  const setEnd = ({ lock, number }: Fence, heldUntil: string, withinMs: number) =>
    other.run(
      (session) =>
        session.run(`UPDATE ${tables.locks} SET held_until = ${heldUntil} WHERE k = ? AND fence = ? AND owner = ?`, [
          toKey(lock),
          number,
          owner,
        ]),
      withinMs,
    )
  return createLeaseLocks({
    leaseMs,
    async tryTake(lock) {
      try {
        await context.ready()
        const row = { key: toKey(lock), name: Buffer.from(lock), owner, leaseMs }
        return await other.run((session) => dialect.takeLock(session, row))
      } catch (error) {
        throw toFault(dialect, error, 'ERR_TOKEN_UNAVAILABLE', texts.actions.takeLock)
      }
    },
    renew: (fence) => setEnd(fence, `${now} + ${leaseMs}`, leaseMs / 3),
    release: (fence) => setEnd(fence, '0', 2_000),
  })
}
