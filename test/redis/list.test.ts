import assert from 'node:assert/strict'
import { redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, describe, it, onTestFinished } from 'vitest'
import { newEntry } from '../support/entries.js'
import { createOwnRedis, requireOwnRedis } from '../support/redis.js'

// A server of its own, because it counts its commands for all clients together.
const redis = requireOwnRedis() ? createOwnRedis() : undefined
await redis?.start('--appendonly', 'no')
afterAll(() => redis?.close())

const filters = [{}, { state: 'pending' }, { infoType: 'authorized' }, { appid: 'wx0123456789abcdef' }] as const

describe.skipIf(!redis)('lists and counts', () => {
  it.each(filters)('by %j need as many commands among 2,000 entries as among 20', async (filter) => {
    const connection = redis?.socket ?? ''
    const admin = new Redis(connection)
    const storage = redisStorage({ connection, allowVolatile: true, warn: () => {} })
    onTestFinished(async () => {
      await admin.flushall()
      admin.disconnect()
      await storage.close()
    })
    const fill = (count: number) =>
      Promise.all(Array.from({ length: count }, () => storage.inbox.put(newEntry({ appid: 'wx0123456789abcdef' }))))
    const commandsOf = async () => {
      await admin.config('RESETSTAT')
      assert.equal((await storage.inbox.list({ ...filter, limit: 5, order: 'newest' })).entries.length, 5)
      assert.equal(await storage.inbox.count(filter, 10), 10)
      const stats = await admin.info('commandstats')
      // Without those of this test's own connection.
      return [...stats.matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)]
        .filter(([, name]) => name !== 'info' && name !== 'config')
        .reduce((sum, [, , calls]) => sum + Number(calls), 0)
    }
    await fill(20)
    await commandsOf()
    const few = await commandsOf()
    await fill(1_980)
    assert.ok(few > 0)
    assert.equal(await commandsOf(), few)
  })
})
