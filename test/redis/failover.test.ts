import { type RedisStorage, type RedisStorageOptions, redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createErrorWatch } from '../support/error-walk.js'
import { createOwnRedis, newPrefix, type OwnRedis, requireOwnRedis } from '../support/redis.js'
import { createRedisProxy, type RedisProxy } from '../support/redis-proxy.js'

const { watch, leaks } = createErrorWatch()
let serial = 0
const newEntry = () => {
  serial += 1
  return {
    id: serial.toString(16).padStart(64, 'e'),
    componentAppId: 'wx0123456789abcdef',
    receivedAt: 1_795_000_000_000,
    infoType: 'authorized',
    xml: '<xml/>',
  }
}

const connections: readonly (readonly [string, (url: string) => RedisStorageOptions['connection']])[] = [
  ['a URL', (url) => url],
  ['options', (url) => ({ host: '127.0.0.1', port: Number(new URL(url).port) })],
  ['a client', (url) => new Redis(url, { lazyConnect: true })],
  // One that takes over none of the settings that it is given.
  ['a function', (url) => () => new Redis(url)],
]

/** The old primary answers READONLY on connections that stay open, as with a managed Redis; the address leads to the new one. */
describe.skipIf(!requireOwnRedis())('after a failover', () => {
  let before: OwnRedis
  let after: OwnRedis
  let proxy: RedisProxy
  let storage: RedisStorage

  beforeEach(async () => {
    before = createOwnRedis()
    after = createOwnRedis()
    await Promise.all([before.start(), after.start()])
    proxy = await createRedisProxy(before.socket)
  })
  afterEach(async () => {
    await storage.close()
    proxy.close()
    await Promise.all([before.close(), after.close()])
  })

  it.each(connections)('pushes, deliveries and tokens go on within a second: %s', async (_, connection) => {
    storage = watch(redisStorage({ connection: connection(proxy.url), prefix: newPrefix() }))
    const seen: string[] = []
    const onError = vi.fn()
    await storage.inbox.consume(
      async ({ id }) => {
        seen.push(id)
        return 'handled'
      },
      { concurrency: 2, retryDelaysMs: [], onError },
    )
    const first = newEntry()
    expect(await storage.inbox.put(first)).toBe('stored')
    await storage.tokens.set('k', { value: 'before', asOf: 1 })
    await vi.waitFor(() => expect(seen).toEqual([first.id]), 5_000)

    proxy.redirect(after.socket)
    const admin = new Redis(before.socket)
    await admin.replicaof('127.0.0.1', 1)
    admin.disconnect()

    const startedAt = performance.now()
    const second = newEntry()
    const stored = vi.waitFor(async () => expect(await storage.inbox.put(second)).toBe('stored'), 5_000)
    const written = vi.waitFor(
      async () => expect(await storage.tokens.set('k', { value: 'after', asOf: 2 })).toBe('written'),
      5_000,
    )
    await Promise.all([stored, written])
    await vi.waitFor(() => expect(seen).toContain(second.id), 5_000)
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    expect(await storage.tokens.get('k')).toEqual({ value: 'after', asOf: 2 })
  })

  it('a consumer that nothing is asked of finds the new primary as well', async () => {
    const prefix = newPrefix()
    storage = watch(redisStorage({ connection: proxy.url, prefix }))
    const seen: string[] = []
    await storage.inbox.consume(
      async ({ id }) => {
        seen.push(id)
        return 'handled'
      },
      { concurrency: 2, retryDelaysMs: [] },
    )
    proxy.redirect(after.socket)
    const admin = new Redis(before.socket)
    await admin.replicaof('127.0.0.1', 1)
    admin.disconnect()
    const web = redisStorage({ connection: after.socket, prefix })
    const entry = newEntry()
    await web.inbox.put(entry)
    await vi.waitFor(() => expect(seen).toEqual([entry.id]), 2_000)
    await web.close()
  })

  it('no answer of the old primary is taken: neither a duplicate nor a token', async () => {
    storage = watch(redisStorage({ connection: before.socket, prefix: newPrefix() }))
    const entry = newEntry()
    await storage.inbox.put(entry)
    await storage.tokens.set('k', { value: 'before', asOf: 1 })
    const admin = new Redis(before.socket)
    await admin.replicaof('127.0.0.1', 1)
    admin.disconnect()
    await expect(storage.inbox.put(entry)).rejects.toThrow(/READONLY/)
    await expect(storage.tokens.get('k')).rejects.toThrow(/READONLY|lost|answer/)
  })
})

afterAll(() => {
  expect(leaks()).toEqual([])
})
