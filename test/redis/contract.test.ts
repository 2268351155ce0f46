import type { SealKey } from '@wehook/core'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
import { afterAll, describe } from 'vitest'
import { deleteKeys, dumpKeys, findRedis, newPrefix } from '../support/redis.js'
import { createRedisProxy } from '../support/redis-proxy.js'
import { runContract } from '../support/run-contract.js'

const redis = await findRedis()
afterAll(() => redis?.close())

/** Harness over one prefix; a process that "dies" is one whose connections are cut and stay cut. */
async function createHarness<T extends 'inbox' | 'tokens' | 'tasks'>(part: T, connection: string) {
  const prefix = newPrefix()
  const opened = new Map<RedisStorage[T], { readonly storage: RedisStorage; cut(): void }>()
  return {
    async open({
      sealKey,
      ...options
    }: {
      readonly leaseMs?: number
      readonly sealKey?: string | readonly string[]
    } = {}) {
      const proxy = await createRedisProxy(connection)
      const storage = redisStorage({
        connection: proxy.url,
        prefix,
        allowVolatile: true,
        ...options,
        ...(sealKey && { sealKey: sealKey as SealKey }),
      })
      opened.set(storage[part], { storage, cut: proxy.close })
      return storage[part]
    },
    crash: async (it: RedisStorage[T]) => opened.get(it)?.cut(),
    raw: () => dumpKeys(connection, prefix),
    async close() {
      for (const { storage, cut } of opened.values()) {
        await storage.close()
        cut()
      }
      await deleteKeys(connection, prefix)
    },
  }
}

describe.skipIf(!redis)('on Redis', () => {
  const connection = redis?.connection ?? ''
  runContract('redis inbox', inboxContract, () => createHarness('inbox', connection))
  runContract('redis token store', tokenStoreContract, () => createHarness('tokens', connection))
  runContract('redis task store', taskStoreContract, () => createHarness('tasks', connection))
})
