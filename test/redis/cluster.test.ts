import { type RedisStorage, redisStorage } from '@wehook/redis'
import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createOwnRedis, freePort, requireOwnRedis } from '../support/redis.js'

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

describe.skipIf(!requireOwnRedis())('on Redis Cluster', () => {
  const redis = createOwnRedis()
  let storage: RedisStorage

  beforeAll(async () => {
    const [port, busPort] = [await freePort(), await freePort()]
    const cluster = [
      '--cluster-enabled',
      'yes',
      '--port',
      String(port),
      '--cluster-port',
      String(busPort),
      '--cluster-announce-ip',
      '127.0.0.1',
    ]
    await redis.start(...cluster)
    const admin = new Redis(port)
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    await eventually(async () => expect(await admin.call('CLUSTER', 'INFO')).toContain('cluster_state:ok'))
    admin.disconnect()
    storage = redisStorage({
      connection: ({ retryStrategy: _strategy, ...redisOptions }) =>
        new Cluster([{ host: '127.0.0.1', port }], {
          redisOptions,
          enableOfflineQueue: redisOptions.enableOfflineQueue ?? true,
        }),
    })
  })
  afterAll(async () => {
    await storage.close()
    await redis.close()
  })

  it('stores, delivers, counts and locks, all keys in one slot', async () => {
    const { inbox, tokens } = storage
    const entry = { id: 'f'.repeat(64), componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' }
    expect(await inbox.put(entry)).toBe('stored')
    expect(await inbox.put(entry)).toBe('duplicate')
    let outcome: 'handled' | 'unhandled' = 'unhandled'
    await inbox.consume(async () => outcome, { concurrency: 4, retryDelaysMs: [], unhandledAfterMs: 0 })
    await eventually(async () => expect((await inbox.counts()).unhandled).toBe(1))
    outcome = 'handled'
    expect(await inbox.requeue(entry.id)).toBe(true)
    await eventually(async () => expect((await inbox.list({ state: 'handled' })).entries).toHaveLength(1))
    const written = await tokens.withLock('l', (fence) => tokens.set('k', { value: 'v', asOf: 1 }, fence))
    expect(written).toBe('written')
    expect(await tokens.get('k')).toEqual({ value: 'v', asOf: 1 })
  })
})
