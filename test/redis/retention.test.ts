import { inspect } from 'node:util'
import { isWehookError } from '@wehook/core'
import { redisStorage } from '@wehook/redis'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deleteKeys, dumpKeys, findRedis, newPrefix } from '../support/redis.js'

const redis = await findRedis()
afterAll(() => redis?.close())

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 10 })

let serial = 0
const newEntry = (xml = '<xml>张三丰</xml>') => {
  serial += 1
  const id = serial.toString(16).padStart(64, 'c')
  return { id, componentAppId: 'wx0123456789abcdef', receivedAt: 1_795_000_000_000, infoType: 'authorized', xml }
}

describe.skipIf(!redis)('what Redis keeps of an entry', () => {
  const connection = redis?.connection ?? ''
  let prefix: string
  let closers: (() => Promise<unknown>)[]

  const open = (options: { readonly keepTextMs?: number; readonly keepIdMs?: number } = {}) => {
    const storage = redisStorage({ connection, prefix, allowVolatile: true, ...options })
    closers.push(() => storage.close())
    return storage
  }
  beforeEach(() => {
    prefix = newPrefix()
    closers = []
  })
  afterEach(async () => {
    await Promise.all(closers.map((close) => close()))
    await deleteKeys(connection, prefix)
  })

  it('drops the text of a handled entry when its time has come, keeps id and InfoType, and requeues it no more', async () => {
    const { inbox } = open({ keepTextMs: 300 })
    const entry = newEntry()
    await inbox.put(entry)
    await inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })
    await eventually(async () => expect((await inbox.get(entry.id))?.state).toBe('handled'))
    await eventually(async () => expect((await inbox.get(entry.id))?.xml).toBeUndefined())
    expect(await inbox.get(entry.id)).toMatchObject({
      id: entry.id,
      infoType: 'authorized',
      state: 'handled',
      attempts: 1,
    })
    expect(await dumpKeys(connection, prefix)).not.toContain('张三丰')
    expect(await inbox.requeue(entry.id)).toBe(false)
    expect(await inbox.put(entry)).toBe('duplicate')
  })

  it('keeps the text of dead and unhandled entries, and the entries themselves', async () => {
    const { inbox } = open({ keepTextMs: 100, keepIdMs: 1_000 })
    const [dead, unhandled, handled] = [newEntry('<dead/>'), newEntry('<unhandled/>'), newEntry('<handled/>')]
    for (const entry of [dead, unhandled, handled]) await inbox.put(entry)
    await inbox.consume(
      async ({ id }) => {
        if (id === dead.id) throw new Error('always')
        return id === unhandled.id ? 'unhandled' : 'handled'
      },
      { concurrency: 1, retryDelaysMs: [], unhandledAfterMs: 0 },
    )
    await eventually(async () => expect((await inbox.counts()).handled).toBe(1))
    // BullMQ removes the old when the next is finished.
    await eventually(async () => {
      await inbox.put(newEntry('<later/>'))
      expect(await inbox.get(handled.id)).toBeUndefined()
    })
    expect(await inbox.get(dead.id)).toMatchObject({ state: 'dead', xml: '<dead/>' })
    expect(await inbox.get(unhandled.id)).toMatchObject({ state: 'unhandled', xml: '<unhandled/>' })
    expect(await inbox.put(handled)).toBe('stored')
  })

  it('keeps the text of an entry that was requeued, however old', async () => {
    const { inbox } = open({ keepTextMs: 62_000 })
    const entry = newEntry()
    await inbox.put(entry)
    const consumer = await inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })
    await eventually(async () => expect((await inbox.get(entry.id))?.state).toBe('handled'))
    await consumer.close({ timeoutMs: 1_000 })
    expect(await inbox.requeue(entry.id)).toBe(true)
    const strict = open({ keepTextMs: 0 })
    let seen: string | undefined
    await strict.inbox.consume(
      async ({ xml }) => {
        seen = xml
        return 'handled'
      },
      { concurrency: 1, retryDelaysMs: [] },
    )
    await eventually(() => expect(seen).toBe(entry.xml))
  })

  it('lists every state page by page, dead ones apart from unhandled ones', async () => {
    const { inbox } = open()
    const entries = Array.from({ length: 60 }, () => newEntry())
    const kinds = ['handled', 'unhandled', 'dead'] as const
    const kindOf = new Map(entries.map(({ id }, n) => [id, kinds[n % 3]]))
    for (const entry of entries) await inbox.put(entry)
    await inbox.consume(
      async ({ id }) => {
        const kind = kindOf.get(id)
        if (kind === 'handled' || kind === 'unhandled') return kind
        throw new Error('always')
      },
      { concurrency: 8, retryDelaysMs: [], unhandledAfterMs: 0 },
    )
    await eventually(async () =>
      expect(await inbox.counts()).toMatchObject({ pending: 0, handled: 20, unhandled: 20, dead: 20 }),
    )
    for (const state of kinds) {
      const listed: string[] = []
      let after: string | undefined
      do {
        const page = await inbox.list({ state, limit: 7, ...(after !== undefined && { after }) })
        expect(page.entries.every((entry) => entry.state === state)).toBe(true)
        listed.push(...page.entries.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      expect(listed.toSorted()).toEqual(entries.filter(({ id }) => kindOf.get(id) === state).map(({ id }) => id))
    }
  })

  it('is a BullMQ queue to other tools: what is retried there is delivered, and counted right', async () => {
    const { inbox, queue } = open()
    const entry = newEntry()
    await inbox.put(entry)
    let outcome: 'handled' | 'unhandled' = 'unhandled'
    await inbox.consume(async () => outcome, { concurrency: 1, retryDelaysMs: [], unhandledAfterMs: 0 })
    await eventually(async () => expect((await inbox.counts()).unhandled).toBe(1))
    const client = new Redis(connection)
    const tool = new Queue(queue.name, { connection: client, prefix: queue.prefix })
    closers.push(async () => client.disconnect())
    const [job] = await tool.getFailed()
    expect(job).toMatchObject({
      id: entry.id,
      name: 'authorized',
      failedReason: 'unhandled: no handler takes this event',
    })
    outcome = 'handled'
    await job?.retry()
    await eventually(async () =>
      expect(await inbox.counts()).toMatchObject({ pending: 0, handled: 1, unhandled: 0, dead: 0 }),
    )
  })

  it('gives a dead entry one more attempt at each retry by other tools', async () => {
    const { inbox, queue } = open()
    const entry = newEntry()
    await inbox.put(entry)
    const attempts: number[] = []
    await inbox.consume(
      async (_, attempt) => {
        attempts.push(attempt)
        throw new Error('always')
      },
      { concurrency: 1, retryDelaysMs: [5] },
    )
    const client = new Redis(connection)
    closers.push(async () => client.disconnect())
    const tool = new Queue(queue.name, { connection: client, prefix: queue.prefix })
    for (const expected of [
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 4],
    ]) {
      await eventually(async () => expect((await inbox.counts()).dead).toBe(1))
      expect(attempts).toEqual(expected)
      const [job] = await tool.getFailed()
      await job?.retry()
    }
  })

  it('sees an entry overdue when nobody takes it, and not when it was requeued just now', async () => {
    const { inbox } = open()
    const entry = newEntry()
    await inbox.put(entry)
    const first = (await inbox.counts()).oldestDueAt
    expect(first).toBeTypeOf('number')
    const consumer = await inbox.consume(async () => 'handled', { concurrency: 1, retryDelaysMs: [] })
    await eventually(async () => expect((await inbox.counts()).handled).toBe(1))
    expect((await inbox.counts()).oldestDueAt).toBeUndefined()
    await consumer.close({ timeoutMs: 1_000 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = Date.now()
    await inbox.requeue(entry.id)
    expect((await inbox.counts()).oldestDueAt).toBeGreaterThanOrEqual(before)
  })

  it('forgets a token when its time has come, and remembers its place in the order', async () => {
    const { tokens } = open()
    await tokens.set('k', { value: 'ticket', asOf: 100, forgetAt: Date.now() + 50 })
    await eventually(async () => expect(await dumpKeys(connection, prefix)).not.toContain('ticket'))
    expect(await tokens.set('k', { value: 'late', asOf: 99 })).toBe('outdated')
    expect(await tokens.set('k', { value: '', asOf: 100 })).toBe('written')
    expect(await tokens.get('k')).toEqual({ value: '', asOf: 100 })
  })
})

describe('options of redisStorage', () => {
  it.each([
    [{ connection: '' }, /connection/],
    [{ connection: 'redis://no url:x' }, /connection/],
    [{ connection: 6379 as never }, /connection/],
    [{ connection: true as never }, /connection/],
    [{ connection: [{ host: '127.0.0.1', port: 6379 }] as never }, /connection/],
    [{ connection: 'redis://127.0.0.1', prefix: '' }, /prefix/],
    [{ connection: 'redis://127.0.0.1', leaseMs: Number.NaN }, /leaseMs/],
    [{ connection: 'redis://127.0.0.1', keepTextMs: 10, keepIdMs: 5 }, /keepIdMs/],
    [{ connection: 'redis://127.0.0.1', sealKey: 'short' }, /sealKey/],
  ])('refuses %j', (options, message) => {
    expect(() => redisStorage(options)).toThrow(message)
  })

  it('refuses a client that stands already, and says what to give instead', () => {
    const client = new Redis({ lazyConnect: true })
    expect(() => redisStorage({ connection: client as never })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS_INVALID',
        message: expect.stringMatching(/a URL.* not a client that stands already/),
      }),
    )
  })

  it('shows nothing of a URL that it refuses', () => {
    const caught = (() => {
      try {
        return redisStorage({ connection: 'redis://:invented-password@no host' })
      } catch (error) {
        return error
      }
    })()
    expect(isWehookError(caught, 'ERR_OPTIONS_INVALID')).toBe(true)
    expect(inspect(caught, { depth: 9 })).not.toContain('invented-password')
  })

  it('takes a URL, a host with its port, the path of a socket, options of ioredis', () => {
    for (const connection of ['rediss://u:p@h:1/2', 'localhost:6379', '/run/redis.sock', { host: 'h', port: 1 }])
      expect(redisStorage({ connection }).queue.name).toBe('inbox')
  })

  it('says at the first use that a function opened no client', async () => {
    const { inbox, tokens } = redisStorage({ connection: (() => undefined) as never })
    const refused = { code: 'ERR_OPTIONS_INVALID', message: expect.stringContaining('no client') }
    await expect(inbox.put(newEntry())).rejects.toMatchObject(refused)
    await expect(tokens.get('k')).rejects.toMatchObject(refused)
  })
})
