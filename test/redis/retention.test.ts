import { redisStorage } from '@wehook/redis'
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
    await eventually(async () => expect(await inbox.get(handled.id)).toBeUndefined())
    expect((await inbox.counts()).handled).toBe(0)
    expect(await inbox.list({ state: 'handled' })).toEqual({ entries: [] })
    expect(await dumpKeys(connection, prefix)).not.toContain(handled.id)
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
      const ofState = entries.map(({ id }) => id).filter((id) => kindOf.get(id) === state)
      expect(listed).toEqual(ofState.toSorted())
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
