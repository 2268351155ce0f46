import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SealKey } from '@wehook/core'
import { isWehookError } from '@wehook/core'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createOwnRedis, deleteKeys, dumpKeys, requireOwnRedis } from '../support/redis.js'
import { createRedisProxy } from '../support/redis-proxy.js'
import { runContract } from '../support/run-contract.js'

const readme = readFileSync(new URL('../../packages/redis/README.md', import.meta.url), 'utf8')
const leastPrivilege = /```acl\nACL (.*)\n```/.exec(readme)?.[1]?.split(' ') ?? []
const prefix = '{wehook}'

const newEntry = () => ({
  id: 'd'.repeat(64),
  componentAppId: 'wx0123456789abcdef',
  receivedAt: 1_795_000_000_000,
  infoType: 'authorized',
  xml: '<xml/>',
})

describe.skipIf(!requireOwnRedis())('a user of Redis with few permissions', () => {
  const redis = createOwnRedis()
  let admin: Redis
  const storages: RedisStorage[] = []

  const open = (user: string, warn = vi.fn()) => {
    const connection = { path: redis.socket, username: user, password: 'PASSWORD' }
    const storage = redisStorage({ connection, warn })
    storages.push(storage)
    return storage
  }
  const consume = ({ inbox }: RedisStorage) =>
    inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })

  beforeAll(async () => {
    await redis.start()
    admin = new Redis(redis.socket)
    await admin.call('ACL', ...leastPrivilege)
  })
  afterEach(async () => {
    await Promise.all(storages.splice(0).map((storage) => storage.close()))
    await deleteKeys(redis.socket, prefix)
  })
  afterAll(async () => {
    admin.disconnect()
    await redis.close()
  })

  /** Own keys for each case: the line of the README grants those of the default prefix only. */
  async function createHarness<T extends 'inbox' | 'tokens' | 'tasks'>(part: T) {
    await deleteKeys(redis.socket, prefix)
    const opened = new Map<RedisStorage[T], { readonly storage: RedisStorage; cut(): void }>()
    return {
      async open({
        sealKey,
        ...options
      }: {
        readonly leaseMs?: number
        readonly sealKey?: string | readonly string[]
      } = {}) {
        const proxy = await createRedisProxy(redis.socket)
        const connection = proxy.url.replace('//', '//wehook:PASSWORD@')
        const storage = redisStorage({ connection, ...options, ...(sealKey && { sealKey: sealKey as SealKey }) })
        opened.set(storage[part], { storage, cut: proxy.close })
        return storage[part]
      },
      crash: async (it: RedisStorage[T]) => opened.get(it)?.cut(),
      raw: () => dumpKeys(redis.socket, prefix),
      async close() {
        for (const { storage, cut } of opened.values()) {
          await storage.close()
          cut()
        }
      },
    }
  }
  runContract("redis inbox as the README's user", inboxContract, () => createHarness('inbox'))
  runContract("redis token store as the README's user", tokenStoreContract, () => createHarness('tokens'))
  runContract("redis task store as the README's user", taskStoreContract, () => createHarness('tasks'))

  it('is refused nothing by the line of the README, and the line grants nothing that is not needed', async () => {
    await admin.call('ACL', 'LOG', 'RESET')
    const storage = open('wehook')
    await consume(storage)
    expect(await storage.inbox.put(newEntry())).toBe('stored')
    await storage.tokens.withLock('l', (fence) => storage.tokens.set('k', { value: 'v', asOf: 1 }, fence))
    expect(await admin.call('ACL', 'LOG')).toEqual([])
    for (const grant of leastPrivilege.filter((word) => word.startsWith('+') && !optional.includes(word))) {
      await admin.call('ACL', ...leastPrivilege, `-${grant.slice(1)}`)
      const { error } = await startOf(open('wehook'))
      expect(isWehookError(error, 'ERR_INBOX_UNAVAILABLE'), `without ${grant}`).toBe(true)
      expect(String(error)).toContain(grant.slice(1).toUpperCase())
    }
    await admin.call('ACL', ...leastPrivilege)
  })

  /** Granted by the line, and missed only by some configurations of the connection, or not at all. */
  const optional = ['+hello', '+auth', '+select', '+info', '+config|get']

  const startOf = async (storage: RedisStorage) => {
    const startedAt = performance.now()
    let turns = 0
    const counting = setInterval(() => {
      turns += 1
    }, 10)
    const error: unknown = await consume(storage).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await sleep(100)
    clearInterval(counting)
    return { error, turns, ms: performance.now() - startedAt }
  }

  it('start() works without INFO and CONFIG, leaves the event loop free and warns once', async () => {
    await admin.call('ACL', 'SETUSER', 'careful', 'on', '>PASSWORD', '~*', '&*', '+@all', '-@dangerous')
    const warn = vi.fn()
    const storage = open('careful', warn)
    const { error, turns } = await startOf(storage)
    expect(error).toBeUndefined()
    expect(turns).toBeGreaterThan(3)
    expect(await storage.inbox.put(newEntry())).toBe('stored')
    await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(1), 5_000)
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringContaining('append-only'),
      expect.stringContaining('maxmemory-policy'),
    ])
  })

  it.each([
    [['-eval', '-evalsha'], /EVAL/],
    [['-@scripting'], /EVAL/],
    [['-zadd', '-hincrby'], /HINCRBY, ZADD/],
    [['resetkeys', '~other:*'], /the keys of this prefix/],
  ])('start(), put and tokens reject with what is missing: %j', async (rules, missing) => {
    await admin.call('ACL', 'SETUSER', 'poor', 'reset', 'on', '>PASSWORD', '~*', '+@all', ...rules)
    const storage = open('poor')
    const { error, turns, ms } = await startOf(storage)
    expect(isWehookError(error, 'ERR_INBOX_UNAVAILABLE')).toBe(true)
    expect(String(error)).toMatch(missing)
    expect(turns).toBeGreaterThan(3)
    expect(ms).toBeLessThan(2_000)
    await expect(storage.inbox.put(newEntry())).rejects.toThrow(missing)
  })

  it('works again when the permission was granted', async () => {
    await admin.call('ACL', 'SETUSER', 'poor', 'reset', 'on', '>PASSWORD', '~*', '+@all', '-zadd')
    const storage = open('poor')
    await expect(storage.inbox.put(newEntry())).rejects.toThrow(/ZADD/)
    await admin.call('ACL', 'SETUSER', 'poor', '+zadd')
    expect(await storage.inbox.put(newEntry())).toBe('stored')
  })
})
