import type { TokenStore } from '@wehook/core'
import type { Fence, Sealer, TokenRecord, TokenWrite } from '@wehook/core/storage'
import type { Client } from './connection.js'
import { createLink } from './link.js'
import { holdLock } from './lock.js'
import type { RedisSettings } from './options.js'
import { writeScript } from './token-scripts.js'

/** Tickets and tokens on Redis: order and fencing are decided in Redis, in one script a write. */
export function createRedisTokens(settings: RedisSettings, sealer: Sealer): TokenStore & { close(): Promise<void> } {
  const link = createLink(settings, 'tokens', 'ERR_TOKEN_UNAVAILABLE')
  const recordKey = (key: string) => `${settings.prefix}:token:${key}`
  const orderKey = (key: string) => `${settings.prefix}:order:${key}`
  const fenceKey = (lock: string) => `${settings.prefix}:fence:${lock}`
  const lockKey = (lock: string) => `${settings.prefix}:lock:${lock}`
  const sealName = (key: string) => `token:${key}`
  // A value may be empty, but what is stored is not: the script takes '' for a removal.
  const toStored = (key: string, value: string) => `=${sealer.seal(value, sealName(key))}`
  const fromStored = (key: string, stored: string) => sealer.open(stored.slice(1), sealName(key))

  const write = (key: string, fence: Fence | undefined, values: readonly (string | number)[]): Promise<TokenWrite> =>
    link.use(async (client: Client) => {
      const keys = [recordKey(key), orderKey(key), fenceKey(fence?.lock ?? '')] as const
      return (await client.eval(writeScript, 3, ...keys, fence?.number ?? '', ...values)) as TokenWrite
    })

  return {
    get: (key) =>
      link.use(async (client) => {
        const { asOf, value, forgetAt } = await client.hgetall(recordKey(key))
        if (asOf === undefined || value === undefined) return undefined
        if (forgetAt && Number(forgetAt) <= Date.now()) return undefined
        const record: TokenRecord = { value: fromStored(key, value), asOf: Number(asOf) }
        return forgetAt ? { ...record, forgetAt: Number(forgetAt) } : record
      }),
    set: (key, { value, asOf, forgetAt }, fence) => write(key, fence, [asOf, toStored(key, value), forgetAt ?? '']),
    remove: (key, asOf, fence) => write(key, fence, [asOf, '', '']),
    withLock: (lock, work) =>
      holdLock({ link, lockKey: lockKey(lock), fenceKey: fenceKey(lock), leaseMs: settings.leaseMs }, (number) =>
        work({ lock, number }),
      ),
    close: async () => link.close(),
  }
}
