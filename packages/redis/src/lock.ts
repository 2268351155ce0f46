import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Link } from './link.js'
import { releaseScript, renewScript, takeScript } from './token-scripts.js'

export interface Lock {
  readonly link: Link
  readonly lockKey: string
  readonly fenceKey: string
  readonly leaseMs: number
}

/**
 * Runs `work` with the lock's fence while nobody else holds the lock. A holder whose renewals do not reach Redis loses it after
 * `leaseMs` and works on: what it writes then is refused by its fence.
 */
export async function holdLock<T>(lock: Lock, work: (fence: number) => Promise<T>): Promise<T> {
  const secret = randomUUID()
  const fence = await take(lock, secret)
  const stopRenewing = renew(lock, secret)
  try {
    return await work(fence)
  } finally {
    stopRenewing()
    await release(lock, secret)
  }
}

async function take({ link, lockKey, fenceKey, leaseMs }: Lock, secret: string): Promise<number> {
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 1.5, 100)) {
    const fence = await link.use((client) => client.eval(takeScript, 2, lockKey, fenceKey, secret, leaseMs))
    if (typeof fence === 'string') return Number(fence)
    await sleep(waitMs * (0.5 + Math.random()))
  }
}

function renew({ link, lockKey, leaseMs }: Lock, secret: string): () => void {
  const timer = setInterval(() => {
    link.use((client) => client.eval(renewScript, 1, lockKey, secret, leaseMs)).catch(() => {})
  }, leaseMs / 3)
  timer.unref()
  return () => clearInterval(timer)
}

/** What `work` gave counts, whether or not Redis takes note; at worst the next holder waits for the lease to end. */
async function release({ link, lockKey }: Lock, secret: string): Promise<void> {
  await link.use((client) => client.eval(releaseScript, 1, lockKey, secret)).catch(() => {})
}
