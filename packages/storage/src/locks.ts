import { createLockQueue, type Fence, type TokenStore } from '@wehook/core/storage'

/** A lock of a storage: a row with a lease and a fence that grows with each holder. */
export interface LeaseLock {
  /** The fence's number when this caller now holds the lock; undefined while another one holds it. */
  tryTake(lock: string): Promise<number | undefined>
  /** Renews the lease. */
  renew(fence: Fence): Promise<unknown>
  release(fence: Fence): Promise<unknown>
  readonly leaseMs: number
}

/** How soon a waiter of another process notices that a lock is free. */
const pollMs = (): number => 50 + Math.random() * 100

/** `withLock` over leases: waiters of this process queue in memory, and only the first of them asks the storage. */
export function createLeaseLocks(lease: LeaseLock): TokenStore['withLock'] {
  const enqueue = createLockQueue()
  return (lock, work) => enqueue(lock, () => hold(lease, lock, work))
}

async function hold<T>(lease: LeaseLock, lock: string, work: (fence: Fence) => Promise<T>): Promise<T> {
  const fence = { lock, number: await take(lease, lock) }
  // When renewing fails, the lease ends, and the fence then keeps this holder from writing.
  const renewal = setInterval(() => lease.renew(fence).catch(() => undefined), lease.leaseMs / 3)
  try {
    return await work(fence)
  } finally {
    clearInterval(renewal)
    await lease.release(fence).catch(() => undefined)
  }
}

async function take({ tryTake }: LeaseLock, lock: string): Promise<number> {
  for (;;) {
    const number = await tryTake(lock)
    if (number !== undefined) return number
    await new Promise((resolve) => setTimeout(resolve, pollMs()))
  }
}
