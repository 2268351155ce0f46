import type { TokenStore } from '@wehook/core'
import type { Fence } from '@wehook/core/storage'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'

/** How soon a waiter of another process notices that a lock is free: 50 to 150 ms, one indexed read each time. */
const pollMs = (): number => 50 + Math.random() * 100

/**
 * `withLock` over the rows of `locks`: waiters of this process queue up in memory, the first of them polls the row. A lock's
 * row stays for ever, so that its fence never starts again; there is one for each authorizer and platform.
 */
export function createLocks(context: StorageContext): TokenStore['withLock'] {
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

async function hold<T>(context: StorageContext, lock: string, work: (fence: Fence) => Promise<T>): Promise<T> {
  const { database, now, leaseMs } = context
  const fence = { lock, number: await acquire(context, lock) }
  const extend = (heldUntil: () => number) =>
    database
      .write(() =>
        database
          .sql('UPDATE locks SET held_until = ? WHERE name = ? AND fence = ?')
          .run(heldUntil(), lock, fence.number),
      )
      // The lease ends by itself, and the fence keeps this holder from writing then.
      .catch(() => undefined)
  const renewal = setInterval(() => extend(() => now() + leaseMs), leaseMs / 3)
  try {
    return await work(fence)
  } finally {
    clearInterval(renewal)
    await extend(() => 0)
  }
}

async function acquire(context: StorageContext, lock: string): Promise<number> {
  try {
    for (;;) {
      const number = (await isFree(context, lock)) ? await tryAcquire(context, lock) : undefined
      if (number !== undefined) return number
      await new Promise((resolve) => setTimeout(resolve, pollMs()))
    }
  } catch (error) {
    throw toFault(error, 'ERR_TOKEN_UNAVAILABLE', 'take a lock')
  }
}

/** Looks before it asks for the write lock of the file. */
function isFree({ database, now }: StorageContext, lock: string): Promise<boolean> {
  return database.read(() => {
    const row = database.sql<{ readonly held_until: number }>('SELECT held_until FROM locks WHERE name = ?').get(lock)
    return row === undefined || row.held_until <= now()
  })
}

function tryAcquire({ database, now, leaseMs }: StorageContext, lock: string): Promise<number | undefined> {
  return database.write(
    () =>
      database
        .sql<{ readonly fence: number }>(
          `INSERT INTO locks (name, fence, held_until) VALUES (?, 1, ?)
           ON CONFLICT (name) DO UPDATE SET fence = fence + 1, held_until = excluded.held_until WHERE held_until <= ?
           RETURNING fence`,
        )
        .all(lock, now() + leaseMs, now())[0]?.fence,
  )
}
