import { type RedisStorage, redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deleteKeys, findRedis, newPrefix } from '../support/redis.js'
import { createRedisProxy } from '../support/redis-proxy.js'

const redis = await findRedis()
afterAll(() => redis?.close())

const eightHoursMs = 8 * 3_600_000
const newEntry = () => ({
  id: 'c'.repeat(64),
  componentAppId: 'wx0123456789abcdef',
  receivedAt: 1_795_000_000_000,
  infoType: 'authorized',
  xml: '<xml/>',
})

/** The clock of Redis is set back by 8 h: what it wrote before lies in its future. */
describe.skipIf(!redis)('after the clock of Redis was set back', () => {
  const connection = redis?.connection ?? ''
  let prefix: string
  let admin: Redis
  let closers: (() => unknown)[]

  beforeEach(() => {
    prefix = newPrefix()
    admin = new Redis(connection)
    closers = []
  })
  afterEach(async () => {
    await Promise.all(closers.map((close) => close()))
    await deleteKeys(connection, prefix)
    admin.disconnect()
  })

  const open = (leaseMs = 500, at = connection): RedisStorage => {
    const storage = redisStorage({ connection: at, prefix, leaseMs, allowVolatile: true })
    closers.push(() => storage.close())
    return storage
  }

  /** A process that dies while it holds something. */
  const openDying = async (leaseMs = 500) => {
    const proxy = await createRedisProxy(connection)
    closers.push(proxy.close)
    return { storage: open(leaseMs, proxy.url), die: proxy.close }
  }

  /** Moves all times that are stored 8 h ahead. */
  const setClockBack = async () => {
    const timedSets = /:(due|held|passed|giveup|set):/
    for (const key of await admin.keys(`${prefix.replace(/[[\]]/g, '\\$&')}*`)) {
      const type = await admin.type(key)
      if (type === 'zset' && timedSets.test(key)) {
        for (const member of await admin.zrange(key, 0, '-1')) await admin.zincrby(key, eightHoursMs, member)
      }
      if (type !== 'hash') continue
      for (const field of ['dueAt', 'giveUpAt', 'setAt']) {
        if (await admin.hexists(key, field)) await admin.hincrby(key, field, eightHoursMs)
      }
      const leftMs = await admin.pttl(key)
      if (leftMs > 0) await admin.pexpire(key, leftMs + eightHoursMs)
    }
  }

  const consume = async ({ inbox }: RedisStorage, options: object = {}) => {
    const seen: number[] = []
    await inbox.consume(
      async (_, attempt) => {
        seen.push(attempt)
        return 'handled'
      },
      { concurrency: 1, retryDelaysMs: [10, 10], ...options },
    )
    return seen
  }

  it('an entry that was put is delivered at once', async () => {
    const storage = open()
    await storage.inbox.put(newEntry())
    await setClockBack()
    const seen = await consume(storage)
    await vi.waitFor(() => expect(seen).toEqual([1]), 5_000)
  })

  it('an entry that waits for its next attempt waits its own length', async () => {
    const { storage, die } = await openDying()
    await storage.inbox.put(newEntry())
    await storage.inbox.consume(() => Promise.reject(new Error('first')), {
      concurrency: 1,
      retryDelaysMs: [1_000, 10],
    })
    await vi.waitFor(async () => expect((await storage.inbox.get(newEntry().id))?.lastError).toBe('first'), 5_000)
    die()
    await setClockBack()
    const successor = open()
    const seen = await consume(successor)
    await vi.waitFor(async () => {
      const { dueAt = 0 } = (await successor.inbox.get(newEntry().id)) ?? {}
      expect(dueAt).toBeLessThan(Date.now() + 2_000)
    }, 5_000)
    await vi.waitFor(() => expect(seen).toEqual([2]), 5_000)
  })

  it('an entry of a process that died is free after a lease', async () => {
    const { storage, die } = await openDying()
    await storage.inbox.put(newEntry())
    let isStarted = false
    await storage.inbox.consume(
      () => {
        isStarted = true
        return new Promise(() => {})
      },
      { concurrency: 1, retryDelaysMs: [10, 10] },
    )
    await vi.waitFor(() => expect(isStarted).toBe(true), 5_000)
    die()
    await setClockBack()
    const seen = await consume(open())
    await vi.waitFor(() => expect(seen).toEqual([2]), 5_000)
  })

  it('an entry that was passed on is offered again, and becomes unhandled in time', async () => {
    const { storage, die } = await openDying()
    await storage.inbox.put(newEntry())
    await consume(storage, { handles: () => false, unhandledAfterMs: 2_000 })
    await vi.waitFor(async () => expect((await storage.inbox.counts()).passed).toBe(1), 5_000)
    die()
    await setClockBack()
    const successor = open()
    const seen = await consume(successor, { handles: () => false })
    await vi.waitFor(async () => expect((await successor.inbox.counts()).unhandled).toBe(1), 5_000)
    expect(seen).toEqual([])
  })

  it('a lock of a process that died is free after a lease', async () => {
    const { storage, die } = await openDying()
    let isTaken = false
    const held = storage.tokens
      .withLock('l', () => {
        isTaken = true
        return new Promise(() => {})
      })
      .catch(() => {})
    closers.push(() => Promise.race([held, null]))
    await vi.waitFor(() => expect(isTaken).toBe(true), 5_000)
    die()
    await setClockBack()
    const successor = open()
    const startedAt = performance.now()
    expect(await successor.tokens.withLock('l', async ({ number }) => number)).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('a lock that is held stays held', async () => {
    const storage = open(500)
    const order: string[] = []
    let isTaken = false
    const first = storage.tokens.withLock('l', async () => {
      isTaken = true
      await setClockBack()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      order.push('first')
    })
    await vi.waitFor(() => expect(isTaken).toBe(true), 5_000)
    const second = open().tokens.withLock('l', async () => order.push('second'))
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })
})
