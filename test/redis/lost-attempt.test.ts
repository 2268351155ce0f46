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

  it.each([
    ['handled', () => 'handled' as const],
    ['unhandled', () => 'unhandled' as const],
    [
      'failed',
      () => {
        throw new Error('after the stall')
      },
    ],
  ])('settles nothing when its process ends late as %s, beside a successor', { timeout: 30_000 }, async (_, end) => {
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
          return end()
        },
        { concurrency: 1, retryDelaysMs: [5], onError },
      )
      await vi.waitFor(() => expect(starts).toBe(1), 5_000)
      const deaths: string[] = []
      await successor.inbox.consume(
        async () => {
          throw new Error('of the successor')
        },
        { concurrency: 1, retryDelaysMs: [5], onDead: (dead) => deaths.push(dead.id) },
      )
      // What a process that stands still for longer than its lease finds: its lock is gone.
      await admin.del(`${prefix}:inbox:${entry.id}:lock`)
      await vi.waitFor(() => expect(deaths).toEqual([entry.id]), 10_000)
      resume()
      await first.close({ timeoutMs: 1_000 })
      expect(await successor.inbox.get(entry.id)).toMatchObject({ state: 'dead', lastError: 'of the successor' })
      expect(await successor.inbox.counts()).toEqual({ pending: 0, unhandled: 0, dead: 1, handled: 0 })
      expect((await successor.inbox.list({ state: 'dead' })).entries).toHaveLength(1)
    } finally {
      resume()
      admin.disconnect()
      await Promise.all([stalled.close(), successor.close()])
      await deleteKeys(connection, prefix)
    }
  })
})
