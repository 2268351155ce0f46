import { redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { deleteKeys, findRedis, newPrefix } from '../support/redis.js'
import { createRedisProxy } from '../support/redis-proxy.js'

const redis = await findRedis()
afterAll(() => redis?.close())

describe.skipIf(!redis)('an attempt lost with its process', () => {
  it('is repeated by the table where that says longer than the lease, and counted once', {
    timeout: 30_000,
  }, async () => {
    const connection = redis?.connection ?? ''
    const prefix = newPrefix()
    const proxy = await createRedisProxy(connection)
    const options = { prefix, allowVolatile: true, leaseMs: 300 }
    const dying = redisStorage({ connection: proxy.url, ...options })
    const living = redisStorage({ connection, ...options })
    const retryDelaysMs = [3_000, 10, 10]
    const entry = { id: 'e'.repeat(64), componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' }
    try {
      await dying.inbox.put(entry)
      let died = 0
      await dying.inbox.consume(
        () => {
          died = Date.now()
          return new Promise(() => {})
        },
        { concurrency: 1, retryDelaysMs },
      )
      await vi.waitFor(() => expect(died).toBeGreaterThan(0), 5_000)
      proxy.close()
      const attempts: number[] = []
      let repeated = 0
      await living.inbox.consume(
        async (_, attempt) => {
          repeated ||= Date.now()
          attempts.push(attempt)
          if (attempt === 2) throw new Error('second')
          return 'handled'
        },
        { concurrency: 1, retryDelaysMs },
      )
      await vi.waitFor(async () => {
        const { dueAt = 0, attempts: made } = (await living.inbox.get(entry.id)) ?? {}
        expect(made).toBe(1)
        expect(dueAt).toBeGreaterThan(died + 2_000)
      }, 5_000)
      await vi.waitFor(async () => expect((await living.inbox.counts()).handled).toBe(1), 10_000)
      expect(repeated - died).toBeGreaterThan(2_690)
      expect(attempts).toEqual([2, 3])
      expect((await living.inbox.get(entry.id))?.attempts).toBe(3)
    } finally {
      await Promise.all([dying.close(), living.close()])
      await deleteKeys(connection, prefix)
    }
  })

  const ends = {
    handled: () => 'handled' as const,
    unhandled: () => 'unhandled' as const,
    failed: () => {
      throw new Error('after the stall')
    },
  }
  it.each([
    ['handled', true],
    ['unhandled', true],
    ['failed', true],
    ['handled', false],
    ['failed', false],
  ] as const)(
    'changes nothing when its process ends late as %s (dead by then: %s)',
    { timeout: 30_000 },
    async (end, isDead) => {
      const connection = redis?.connection ?? ''
      const prefix = newPrefix()
      const options = { connection, prefix, allowVolatile: true, leaseMs: 400 }
      const [stalled, successor] = [redisStorage(options), redisStorage(options)]
      const admin = new Redis(connection)
      const entry = { id: 'd'.repeat(64), componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' }
      let resume = () => {}
      try {
        await stalled.inbox.put(entry)
        let starts = 0
        const onError = vi.fn()
        const first = await stalled.inbox.consume(
          async (_entry, attempt) => {
            starts = attempt
            await new Promise<void>((resolve) => {
              resume = resolve
            })
            return ends[end]()
          },
          { concurrency: 1, retryDelaysMs: [5], onError },
        )
        await vi.waitFor(() => expect(starts).toBe(1), 5_000)
        const made = vi.fn(async () => {
          throw new Error('of the successor')
        })
        await successor.inbox.consume(made, { concurrency: 1, retryDelaysMs: isDead ? [5] : [5, 60_000] })
        // What a process that stalls for longer than its lease finds: its lease has ended.
        const held = `${prefix}:inbox:held:authorization`
        await vi.waitFor(async () => {
          await admin.zadd(held, 'XX', 0, entry.id)
          expect((await successor.inbox.get(entry.id))?.attempts).toBe(2)
        }, 5_000)
        const state = isDead ? 'dead' : 'pending'
        const expected = { state, attempts: 2, lastError: 'of the successor' }
        await vi.waitFor(async () => expect(await successor.inbox.get(entry.id)).toMatchObject(expected), 10_000)
        const before = await successor.inbox.get(entry.id)
        resume()
        await first.close({ timeoutMs: 1_000 })
        expect(await successor.inbox.get(entry.id)).toEqual(before)
        expect(await successor.inbox.counts()).toMatchObject({
          pending: 0,
          unhandled: 0,
          dead: 0,
          handled: 0,
          [state]: 1,
        })
        expect((await successor.inbox.list({ state })).entries).toHaveLength(1)
      } finally {
        resume()
        admin.disconnect()
        await Promise.all([stalled.close(), successor.close()])
        await deleteKeys(connection, prefix)
      }
    },
  )
})
