import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Script } from './scripts/script.js'
import { releaseScript, renewScript, takeScript } from './scripts/tokens.js'

export interface Lock {
  readonly run: (script: Script, keys: readonly string[], args?: readonly (string | number)[]) => Promise<unknown>
  readonly lockKey: string
  readonly fenceKey: string
  readonly leaseMs: number
}

/**
 * Runs `work` with the lock's fence while nobody else holds the lock. A holder that cannot reach Redis to renew the lock loses it after
 * `leaseMs`. Its work continues, but its fence makes Redis refuse the writes.
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

async function take({ run, lockKey, fenceKey, leaseMs }: Lock, secret: string): Promise<number> {
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 1.5, 100)) {
    const fence = await run(takeScript, [lockKey, fenceKey], [secret, leaseMs])
    if (typeof fence === 'string') return Number(fence)
    await sleep(waitMs * (0.5 + Math.random()))
  }
}

function renew({ run, lockKey, leaseMs }: Lock, secret: string): () => void {
  const timer = setInterval(() => {
    run(renewScript, [lockKey], [secret, leaseMs]).catch(() => {})
  }, leaseMs / 3)
  timer.unref()
  return () => clearInterval(timer)
}

/** The result of `work` is kept even if the release fails; then the next holder has to wait until the lease ends. */
async function release({ run, lockKey }: Lock, secret: string): Promise<void> {
  await run(releaseScript, [lockKey], [secret]).catch(() => {})
}
