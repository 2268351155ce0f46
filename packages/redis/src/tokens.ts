import type { TokenStore } from '@wehook/core'
import { type Fence, lockLeaseMs, type Sealer, type TokenRecord, type TokenWrite } from '@wehook/core/storage'
import { createLink } from './link.js'
import { holdLock } from './lock.js'
import type { RedisSettings } from './options.js'
import { runScript, type Script } from './scripts/script.js'
import { readScript, writeScript } from './scripts/tokens.js'

/** Tickets and tokens on Redis. Redis checks order and fence, in one script for each write. */
export function createRedisTokens(settings: RedisSettings, sealer: Sealer): TokenStore & { close(): Promise<void> } {
  const link = createLink(settings, 'ERR_TOKEN_UNAVAILABLE')
  const run = (script: Script, keys: readonly string[], args?: readonly (string | number)[]) =>
    link.use((client) => runScript(client, script, keys, args))
  const recordKey = (key: string) => `${settings.prefix}:token:${key}`
  const orderKey = (key: string) => `${settings.prefix}:order:${key}`
  const fenceKey = (lock: string) => `${settings.prefix}:fence:${lock}`
  const lockKey = (lock: string) => `${settings.prefix}:lock:${lock}`
  const sealName = (key: string) => `token:${key}`
  // A value may be empty, but what is stored is not: the script takes '' for a removal.
  const toStored = (key: string, value: string) => `=${sealer.seal(value, sealName(key))}`
  const fromStored = (key: string, stored: string) => sealer.open(stored.slice(1), sealName(key))

  const write = async (key: string, fence: Fence | undefined, values: readonly (string | number)[]) => {
    const keys = [recordKey(key), orderKey(key), fenceKey(fence?.lock ?? '')]
    return (await run(writeScript, keys, [fence?.number ?? '', ...values])) as TokenWrite
  }

  return {
    async get(key) {
      const fields = (await run(readScript, [recordKey(key)])) as readonly (string | null)[]
      const [asOf, value, forgetAt] = fields
      if (typeof asOf !== 'string' || typeof value !== 'string') return undefined
      if (forgetAt && Number(forgetAt) <= Date.now()) return undefined
      const record: TokenRecord = { value: fromStored(key, value), asOf: Number(asOf) }
      return forgetAt ? { ...record, forgetAt: Number(forgetAt) } : record
    },
    set: (key, { value, asOf, forgetAt }, fence) => write(key, fence, [asOf, toStored(key, value), forgetAt ?? '']),
    remove: (key, asOf, fence) => write(key, fence, [asOf, '', '']),
    withLock: (lock, work) =>
      holdLock(
        { run, lockKey: lockKey(lock), fenceKey: fenceKey(lock), leaseMs: lockLeaseMs(settings.leaseMs) },
        (number) => work({ lock, number }),
      ),
    close: async () => link.close(),
  }
}
