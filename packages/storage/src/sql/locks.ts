import { randomBytes } from 'node:crypto'
import { type Fence, lockLeaseMs, type TokenStore } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { pause } from './deadline.js'
import { toFault } from './faults.js'
import { toKey } from './keys.js'
import { texts } from './texts.js'

/** How soon a waiter of another process notices that a lock is free. */
const pollMs = (): number => 50 + Math.random() * 100

/**
 * `withLock` over rows with a lease: a lock of the server's own would keep a connection of the host's pool while WeChat answers.
 * Waiters of this process queue in memory, and the first of them asks the row. A lock's row stays, so that its fence never starts again.
 */
export function createLocks(context: SqlContext): TokenStore['withLock'] {
  const queues = new Map<string, Promise<unknown>>()
  return async (lock, work) => {
    const before = queues.get(lock) ?? Promise.resolve()
    const turn = before.then(() => hold(context, lock, work))
    const settled = turn.catch(() => undefined)
    queues.set(lock, settled)
    try {
      return await turn
    } finally {
      if (queues.get(lock) === settled) queues.delete(lock)
    }
  }
}

async function hold<T>(context: SqlContext, lock: string, work: (fence: Fence) => Promise<T>): Promise<T> {
  const { other } = context
  const leaseMs = lockLeaseMs(context.leaseMs)
  const { tables, now } = context.dialect
  const owner = randomBytes(16)
  const key = toKey(lock)
  const number = await acquire(context, lock, owner)
  const extend = (heldUntil: string, withinMs: number) =>
    other
      .run(
        (session) =>
          session.run(`UPDATE ${tables.locks} SET held_until = ${heldUntil} WHERE k = ? AND fence = ? AND owner = ?`, [
            key,
            number,
            owner,
          ]),
        withinMs,
      )
      // The lease ends without it, and the fence keeps this holder from writing then.
      .catch(() => undefined)
  const renewal = setInterval(() => extend(`${now} + ${leaseMs}`, leaseMs / 3), leaseMs / 3)
  try {
    return await work({ lock, number })
  } finally {
    clearInterval(renewal)
    await extend('0', 2_000)
  }
}

async function acquire(context: SqlContext, lock: string, owner: Uint8Array): Promise<number> {
  const { other, dialect } = context
  const leaseMs = lockLeaseMs(context.leaseMs)
  try {
    for (;;) {
      const row = { key: toKey(lock), name: Buffer.from(lock), owner, leaseMs }
      await context.ready()
      const number = await other.run((session) => dialect.takeLock(session, row))
      if (number !== undefined) return number
      await pause(pollMs())
    }
  } catch (error) {
    throw toFault(dialect, error, 'ERR_TOKEN_UNAVAILABLE', texts.actions.takeLock)
  }
}
