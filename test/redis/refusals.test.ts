import { setTimeout as sleep } from 'node:timers/promises'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createErrorWatch } from '../support/error-walk.js'
import { createOwnRedis, newPrefix, type OwnRedis, requireOwnRedis } from '../support/redis.js'

const { watch, leaks } = createErrorWatch()
let serial = 0
const newEntry = (xml = '<xml/>') => {
  serial += 1
  return {
    id: serial.toString(16).padStart(64, 'a'),
    componentAppId: 'wx0123456789abcdef',
    receivedAt: 1_795_000_000_000,
    infoType: 'authorized',
    xml,
  }
}

const settings = ['--enable-protected-configs', 'yes', '--user', 'app', 'on', '>PASSWORD', '~*', '+@all']

/** How Redis comes to refuse what it is asked, and how that ends. */
const refusals: readonly (readonly [
  string,
  RegExp,
  (admin: Redis) => Promise<unknown>,
  (admin: Redis) => Promise<unknown>,
])[] = [
  [
    'NOPERM',
    /DEL, ZRANGE|HINCRBY/,
    (admin) => admin.call('ACL', 'SETUSER', 'app', '-hincrby', '-zrange', '-del'),
    (admin) => admin.call('ACL', 'SETUSER', 'app', '+hincrby', '+zrange', '+del'),
  ],
  ['READONLY', /READONLY/, (admin) => admin.replicaof('127.0.0.1', 1), (admin) => admin.call('REPLICAOF', 'NO', 'ONE')],
  [
    'MISCONF',
    /MISCONF/,
    async (admin) => {
      await admin.config('SET', 'dir', '/proc')
      await admin.config('SET', 'save', '1 1')
      await admin.set('changed', '1')
      await admin.bgsave().catch(() => {})
    },
    async (admin) => {
      await admin.config('SET', 'stop-writes-on-bgsave-error', 'no')
    },
  ],
]

describe.skipIf(!requireOwnRedis())('while Redis refuses commands', () => {
  let redis: OwnRedis
  let storage: RedisStorage
  let admin: Redis

  beforeEach(async () => {
    redis = createOwnRedis()
    await redis.start(...settings)
    admin = new Redis(redis.socket)
    const connection = { path: redis.socket, username: 'app', password: 'PASSWORD' }
    storage = watch(redisStorage({ connection, prefix: newPrefix() }))
  })
  afterEach(async () => {
    await storage.close()
    admin.disconnect()
    await redis.close()
  })

  /** What clients have sent; what scripts run is left out. */
  const commandsRun = async () => {
    const calls = (await admin.info('commandstats')).matchAll(/cmdstat_(eval|evalsha|info|hello):calls=(\d+)/g)
    return [...calls].reduce((sum, [, , count]) => sum + Number(count), 0)
  }

  const consume = async () => {
    const seen: string[] = []
    const onError = vi.fn<(error: unknown) => void>()
    await storage.inbox.consume(
      async ({ id }) => {
        seen.push(id)
        return 'handled'
      },
      { concurrency: 2, retryDelaysMs: [], onError },
    )
    return { seen, onError }
  }

  it.each(refusals)(
    '%s: the consumer asks a few times a second, reports once and goes on',
    { timeout: 30_000 },
    async (_, reason, begin, end) => {
      const { seen, onError } = await consume()
      const first = newEntry()
      await storage.inbox.put(first)
      await vi.waitFor(() => expect(seen).toEqual([first.id]), 5_000)
      await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(1), 5_000)
      await begin(admin)
      await vi.waitFor(() => expect(onError).toHaveBeenCalled(), 10_000)
      const before = await commandsRun()
      await sleep(2_000)
      // A connection that is opened again asks a handful of questions.
      expect((await commandsRun()) - before).toBeLessThan(50)
      expect(String(onError.mock.calls[0]?.[0])).toMatch(reason)
      expect(onError).toHaveBeenCalledTimes(1)
      await end(admin)
      const second = newEntry()
      await vi.waitFor(async () => expect(await storage.inbox.put(second)).toBe('stored'), 5_000)
      await vi.waitFor(() => expect(seen).toContain(second.id), 5_000)
    },
  )

  it('OOM: pushes are refused with the reason, what is stored is delivered and settled, and all goes on when there is room', async () => {
    const waiting = Array.from({ length: 20 }, () => newEntry())
    for (const entry of waiting) await storage.inbox.put(entry)
    await admin.config('SET', 'maxmemory', '1mb')
    await expect(storage.inbox.put(newEntry())).rejects.toThrow(/memory of Redis is full/)
    const { seen, onError } = await consume()
    await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(20), 10_000)
    expect(seen).toHaveLength(20)
    expect(onError).not.toHaveBeenCalled()
    await expect(storage.inbox.put(newEntry('x'.repeat(10_000)))).rejects.toThrow(/memory of Redis is full/)
    expect(await storage.tokens.set('k', { value: 'v', asOf: 1 })).toBe('written')
    await admin.config('SET', 'maxmemory', '0')
    const late = newEntry()
    expect(await storage.inbox.put(late)).toBe('stored')
    await vi.waitFor(() => expect(seen).toContain(late.id), 5_000)
  })

  it('LOADING: puts say so or wait, and go on when the data is loaded', { timeout: 30_000 }, async () => {
    const { seen } = await consume()
    const first = newEntry()
    await storage.inbox.put(first)
    await vi.waitFor(() => expect(seen).toEqual([first.id]), 5_000)
    await admin.eval("for n = 1, 20000 do redis.call('SET', 'filler:' .. n, string.rep('x', 100)) end", 0)
    await redis.kill()
    // 20,000 keys that take 100 µs each.
    await redis.startLoading(...settings, '--key-load-delay', '100', '--loading-process-events-interval-bytes', '1024')
    await expect(storage.inbox.put(newEntry())).rejects.toThrow(/LOADING|answer/)
    await vi.waitFor(async () => expect(await storage.inbox.put(newEntry())).toBe('stored'), 20_000)
    await vi.waitFor(() => expect(seen.length).toBe(2), 5_000)
  })
})

afterAll(() => {
  expect(leaks()).toEqual([])
})
