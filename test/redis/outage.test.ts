import { createReceiver, isWehookError } from '@wehook/core'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createErrorWatch } from '../support/error-walk.js'
import { platform, ticketPush } from '../support/push-server.js'
import { createOwnRedis, newPrefix, type OwnRedis, requireOwnRedis } from '../support/redis.js'

let redis: OwnRedis
let storage: RedisStorage
const { watch, leaks } = createErrorWatch()
let serial = 0

const eventually = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 10 })

const entry = () => {
  serial += 1
  const id = serial.toString(16).padStart(64, 'a')
  return {
    id,
    componentAppId: 'wx0123456789abcdef',
    receivedAt: 1_795_000_000_000,
    infoType: 'unauthorized',
    xml: '<xml/>',
  }
}

/** What a put ended in, and how long that took. */
async function putTimed(): Promise<{ readonly outcome: unknown; readonly ms: number }> {
  const start = Date.now()
  const outcome = await storage.inbox.put(entry()).catch((error: unknown) => error)
  return { outcome, ms: Date.now() - start }
}

/** Issue 8: fails within 2 s. A second put in the same outage as well. */
async function expectFailure(): Promise<void> {
  for (let n = 0; n < 2; n += 1) {
    const { outcome, ms } = await putTimed()
    expect(isWehookError(outcome, 'ERR_INBOX_UNAVAILABLE'), String(outcome)).toBe(true)
    expect(ms).toBeLessThan(2_000)
  }
}

async function expectReturnWithinASecond(): Promise<void> {
  const back = Date.now()
  await eventually(async () => expect((await putTimed()).outcome).toBe('stored'), 5_000)
  expect(Date.now() - back).toBeLessThan(1_000)
}

describe.skipIf(!requireOwnRedis())('when Redis fails', () => {
  beforeEach(() => {
    redis = createOwnRedis()
    storage = watch(redisStorage({ connection: redis.socket, prefix: newPrefix(), leaseMs: 1_000 }))
  })
  afterEach(async () => {
    redis.resume()
    await storage.close()
    await redis.close()
  })

  it('put fails within 2 s while Redis is down, and works within a second of its return', async () => {
    await redis.start()
    expect((await putTimed()).outcome).toBe('stored')
    await redis.kill()
    await expectFailure()
    await redis.start()
    await expectReturnWithinASecond()
  })

  it('put fails within 2 s while Redis is frozen, and works within a second of its return', async () => {
    await redis.start()
    expect((await putTimed()).outcome).toBe('stored')
    redis.freeze()
    await expectFailure()
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await expectFailure()
    redis.resume()
    await expectReturnWithinASecond()
  })

  it('put fails within 2 s when Redis was never up, and works within a second of its start', async () => {
    await expectFailure()
    await redis.start()
    await expectReturnWithinASecond()
  })

  it('put fails within 2 s when Redis was frozen from the first connection on', async () => {
    await redis.start()
    redis.freeze()
    await expectFailure()
    redis.resume()
    await expectReturnWithinASecond()
  })

  it('a consumer goes on automatically after Redis died and came back', async () => {
    await redis.start()
    const seen: string[] = []
    await storage.inbox.consume(
      async ({ id }) => {
        seen.push(id)
        return 'handled'
      },
      // The settlement of the first may be under way at the kill: then it is delivered again.
      { concurrency: 4, retryDelaysMs: [10, 10] },
    )
    const [before, after] = [entry(), entry()]
    await storage.inbox.put(before)
    await eventually(() => expect(seen).toContain(before.id))
    await redis.kill()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await redis.start()
    await eventually(async () => expect(await storage.inbox.put(after)).toBe('stored'))
    await eventually(() => expect(seen).toContain(after.id))
    await eventually(async () => expect((await storage.inbox.counts()).handled).toBe(2))
  })

  it('a consumer that is started before Redis says within 2 s what it waits for, and delivers when Redis comes', async () => {
    const onError = vi.fn<(error: unknown) => void>()
    const startedAt = Date.now()
    await storage.inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [], onError })
    expect(Date.now() - startedAt).toBeLessThan(2_000)
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/socket file of Redis does not exist/)
    await expectFailure()
    expect(onError).toHaveBeenCalledTimes(1)
    await redis.start()
    const started = Date.now()
    await eventually(async () => expect((await putTimed()).outcome).toBe('stored'))
    await eventually(async () => expect((await storage.inbox.counts()).handled).toBe(1))
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('an app whose Redis is down at boot listens, answers 503, and delivers when Redis comes', async () => {
    const lines: unknown[] = []
    const logger = { info: () => {}, warn: () => {}, error: (...line: readonly unknown[]) => lines.push(line) }
    const receiver = createReceiver({ ...platform, inbox: storage.inbox, logger })
    const seen: string[] = []
    receiver.on('component_verify_ticket', ({ payload }) => void seen.push(payload.ComponentVerifyTicket))
    try {
      const startedAt = Date.now()
      await receiver.start()
      expect(Date.now() - startedAt).toBeLessThan(2_000)
      expect(JSON.stringify(lines)).toMatch(/socket file of Redis does not exist/)
      const push = ticketPush('ticket@@@invented')
      const send = async () => {
        const query = Object.fromEntries(new URL(push.url('http://localhost/')).searchParams)
        return (await receiver.handle({ method: 'POST', query, body: push.body })).status
      }
      expect(await send()).toBe(503)
      await redis.start()
      await eventually(async () => expect(await send()).toBe(200))
      await eventually(() => expect(seen).toEqual(['ticket@@@invented']))
    } finally {
      await receiver.close()
    }
  })

  it('close ends the wait of a consumer for a Redis that is down', async () => {
    const failure = storage.inbox
      .consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })
      .catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const start = Date.now()
    await storage.close()
    expect(isWehookError(await failure, 'ERR_INBOX_UNAVAILABLE')).toBe(true)
    expect(Date.now() - start).toBeLessThan(1_000)
  })

  it('each put that was answered `stored` is there after a SIGKILL in the midst of them', async () => {
    await redis.start()
    expect((await putTimed()).outcome).toBe('stored')
    const entries = Array.from({ length: 2_000 }, () => entry())
    const puts = entries.map(async (each, n) => {
      await new Promise((resolve) => setTimeout(resolve, n / 10))
      return storage.inbox.put(each).catch(() => 'failed')
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await redis.kill()
    const answers = await Promise.all(puts)
    await redis.start()
    await eventually(async () => expect((await putTimed()).outcome).toBe('stored'))
    const stored = entries.filter((_, n) => answers[n] === 'stored')
    expect(stored.length).toBeGreaterThan(0)
    expect(answers).toContain('failed')
    for (const { id } of stored) expect((await storage.inbox.get(id))?.id).toBe(id)
  })

  it('close ends in time though Redis is frozen and a delivery runs', async () => {
    await redis.start()
    let started = false
    const consumer = await storage.inbox.consume(
      () => {
        started = true
        return new Promise(() => {})
      },
      { concurrency: 1, retryDelaysMs: [] },
    )
    await storage.inbox.put(entry())
    await eventually(() => expect(started).toBe(true))
    redis.freeze()
    const start = Date.now()
    await consumer.close({ timeoutMs: 300 })
    await storage.close()
    expect(Date.now() - start).toBeLessThan(3_000)
  })

  it('tokens fail with their own code while Redis is down, and come back with it', async () => {
    await redis.start()
    await storage.tokens.set('k', { value: 'v', asOf: 1 })
    await redis.kill()
    const failure = await storage.tokens.get('k').catch((error: unknown) => error)
    expect(isWehookError(failure, 'ERR_TOKEN_UNAVAILABLE')).toBe(true)
    await redis.start()
    await eventually(async () => expect(await storage.tokens.get('k')).toEqual({ value: 'v', asOf: 1 }))
  })
})

describe.skipIf(!requireOwnRedis())('what Redis says of its durability', () => {
  const always = ['--appendonly', 'yes', '--appendfsync', 'always']
  const warn = vi.fn<(message: string) => void>()
  const open = async (settings: readonly string[], allowVolatile = false) => {
    await redis.start(...settings)
    storage = watch(redisStorage({ connection: redis.socket, prefix: newPrefix(), allowVolatile, warn }))
  }
  const consume = () => storage.inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })
  const messageOf = async (work: Promise<unknown>) => String(await work.catch((error: unknown) => error))

  beforeEach(() => {
    warn.mockClear()
    redis = createOwnRedis()
  })
  afterEach(async () => {
    await storage.close()
    await redis.close()
  })

  it('refuses to store or deliver while the append-only file is off', async () => {
    await open(['--appendonly', 'no'])
    expect(await messageOf(storage.inbox.put(entry()))).toMatch(/append-only file is off/)
    expect(await messageOf(consume())).toMatch(/append-only file is off/)
  })

  it.each(['allkeys-lru', 'volatile-ttl'])('refuses the eviction policy %s', async (policy) => {
    await open([...always, '--maxmemory-policy', policy])
    expect(await messageOf(storage.inbox.put(entry()))).toMatch(new RegExp(`maxmemory-policy is ${policy}`))
  })

  it('accepts both when told to, and says that it is not durable', async () => {
    await open(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru'], true)
    expect(await storage.inbox.put(entry())).toBe('stored')
    expect(storage.inbox.durable).toBe(false)
    await consume()
  })

  it('says once that everysec may lose a second', async () => {
    await open(['--appendonly', 'yes', '--appendfsync', 'everysec'])
    for (let n = 0; n < 3; n += 1) await storage.inbox.put(entry())
    await consume()
    expect(warn.mock.calls).toEqual([[expect.stringContaining('everysec')]])
  })

  it('says once that a Redis which forbids CONFIG may lose pushes, and asks INFO', async () => {
    await open([...always, '--rename-command', 'CONFIG', ''])
    for (let n = 0; n < 3; n += 1) await storage.inbox.put(entry())
    expect(warn.mock.calls).toEqual([[expect.stringContaining('appendfsync')]])
  })

  it('accepts appendfsync always and noeviction without a word', async () => {
    await open(always)
    expect(storage.inbox.durable).toBe(true)
    expect(await storage.inbox.put(entry())).toBe('stored')
    expect(warn).not.toHaveBeenCalled()
  })
})

afterAll(() => {
  expect(leaks()).toEqual([])
})
