import { type Client, isApiError } from '@wehook/client'
import { createMemoryTokenStore, type TokenStore } from '@wehook/core'
import { describe, expect, it, vi } from 'vitest'
import { appid, authorize, componentAppId, createFakeWechat, createTestClient } from '../fake-wechat.js'

const tokenPath = '/cgi-bin/component/api_component_token'
const refreshPath = '/cgi-bin/component/api_authorizer_token'
const minute = 60_000
const hangs = () => new Promise<object>(() => {})

/** A store whose component token was obtained `ago` ms before `now` and lives for two hours. */
async function storeWithToken(now: number, ago: number): Promise<TokenStore> {
  const tokens = createMemoryTokenStore()
  const obtainedAt = now - ago
  const token = { token: 'kept', obtainedAt, expiresAt: obtainedAt + 120 * minute, renewAt: obtainedAt + 110 * minute }
  await tokens.set(`component/${componentAppId}`, { value: JSON.stringify(token), asOf: obtainedAt })
  return tokens
}

const thrown = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

describe('a token that is due but valid', () => {
  it('is used while its renewal hangs', async () => {
    const now = Date.now()
    const wechat = createFakeWechat({ [tokenPath]: hangs, '/wxa/x': { ok: true } })
    const { client } = await createTestClient(wechat, {
      tokens: await storeWithToken(now, 111 * minute),
      timeoutMs: 500,
    })
    expect(await client.call('/wxa/x', { token: 'component' })).toEqual({ ok: true })
    expect(wechat.last('/wxa/x')?.query).toEqual({ access_token: 'kept' })
    await vi.waitFor(() => expect(wechat.count('api_component_token')).toBe(1))
  })

  it('of an authorizer is used while its renewal hangs, and renewed once for many callers', async () => {
    const now = Date.now()
    const wechat = createFakeWechat({ [refreshPath]: hangs })
    const { client, tokens } = await createTestClient(wechat, { timeoutMs: 500 })
    await authorize(tokens, appid, { refreshToken: 'r', token: 'kept', expiresAt: now + 10 * minute, renewAt: now - 1 })
    const given = await Promise.all(Array.from({ length: 20 }, () => client.authorizer(appid).accessToken()))
    expect(new Set(given)).toEqual(new Set(['kept']))
    await vi.waitFor(() => expect(wechat.count('api_authorizer_token')).toBe(1))
  })

  it('is used when its renewal fails, which is logged and not tried again for 30 s', async () => {
    const now = Date.now()
    const lines: object[] = []
    const wechat = createFakeWechat({ [tokenPath]: { errcode: 61004, errmsg: 'x' } })
    const { client } = await createTestClient(wechat, {
      tokens: await storeWithToken(now, 111 * minute),
      logger: { warn: (fields) => void lines.push(fields) },
    })
    for (let round = 0; round < 5; round += 1) {
      expect(await client.component.accessToken()).toBe('kept')
      await vi.waitFor(() => expect(lines).toHaveLength(1))
    }
    expect(wechat.count('api_component_token')).toBe(1)
    expect(lines).toEqual([{ key: `component/${componentAppId}`, code: 'ERR_API' }])
  })

  it('is renewed again when the clock was set back since a renewal failed', async () => {
    let now = Date.now()
    const lines: object[] = []
    const wechat = createFakeWechat({ [tokenPath]: { errcode: 61004, errmsg: 'x' } })
    const { client } = await createTestClient(wechat, {
      tokens: await storeWithToken(now, 111 * minute),
      now: () => now,
      logger: { warn: (fields) => void lines.push(fields) },
    })
    await client.component.accessToken()
    await vi.waitFor(() => expect(lines).toHaveLength(1))
    now -= minute
    await client.component.accessToken()
    await vi.waitFor(() => expect(wechat.count('api_component_token')).toBe(2))
  })
})

it('a token that was obtained under a clock far ahead is renewed when the clock is right again', async () => {
  const now = Date.now()
  const wechat = createFakeWechat()
  const { client } = await createTestClient(wechat, { tokens: await storeWithToken(now + 8 * 60 * minute, 0) })
  await client.component.accessToken()
  await vi.waitFor(async () => expect(await client.component.accessToken()).toBe('component-token-1'))
  expect(wechat.count('api_component_token')).toBe(1)
})

describe('waiting for a token ends with the limits of the call', () => {
  const query = (client: Client, options: object) => client.registration.enterprise.query({ taskid: 't' }, options)
  const calls = {
    'a call': query,
    'client.call': (c: Client, options: object) => c.call('/wxa/x', { token: 'component', ...options }),
    'component.accessToken': (c: Client, options: object) => c.component.accessToken(options),
    'a call of an authorizer': (c: Client, options: object) =>
      c.authorizer(appid).certification.query({ taskid: 't' }, options),
    'accessToken of an authorizer': (c: Client, options: object) => c.authorizer(appid).accessToken(options),
    'component.queryAuth': (c: Client, options: object) => c.component.queryAuth({ authorization_code: 'c' }, options),
  }
  const stores = {
    'WeChat hangs': createMemoryTokenStore,
    'another process holds the lock': () => ({
      ...createMemoryTokenStore(),
      withLock: () => new Promise<never>(() => {}),
    }),
  }
  const cases = Object.keys(calls).flatMap((call) => Object.keys(stores).map((store) => ({ call, store })))

  const open = async (store: string) => {
    const wechat = createFakeWechat({ [tokenPath]: hangs })
    const { client, tokens } = await createTestClient(wechat, { tokens: stores[store as 'WeChat hangs']() })
    await authorize(tokens, appid, { refreshToken: 'r' })
    return { client, wechat }
  }

  it.each(cases)('$call, while $store: timeoutMs', async ({ call, store }) => {
    const { client } = await open(store)
    const error = await thrown(calls[call as 'a call'](client, { timeoutMs: 30 }))
    expect(error).toMatchObject({ code: 'ERR_API_TIMEOUT', message: expect.stringContaining('30 ms') })
    expect(isApiError(error) && error.sent).toBe(call === 'component.queryAuth')
  })

  it.each(cases)('$call, while $store: signal', async ({ call, store }) => {
    const { client, wechat } = await open(store)
    const controller = new AbortController()
    const error = thrown(calls[call as 'a call'](client, { signal: controller.signal }))
    setTimeout(() => controller.abort(new Error('the user went away')), 10)
    expect(await error).toMatchObject({ message: 'the user went away' })
    expect(wechat.calls.filter(({ path }) => path !== tokenPath)).toEqual([])
  })
})

describe('a renewal that fails', () => {
  const eight = async (answers: object) => {
    const wechat = createFakeWechat(answers as never)
    const tokens = createMemoryTokenStore()
    const made = await Promise.all(
      Array.from({ length: 8 }, () => createTestClient(wechat, { tokens, timeoutMs: 10_000 })),
    )
    return { wechat, tokens, clients: made.map(({ client }) => client) }
  }

  it('is shared by all processes that waited for it', async () => {
    let fail: (answer: object) => void = () => {}
    const answer = new Promise<object>((resolve) => {
      fail = resolve
    })
    const { wechat, clients } = await eight({ [tokenPath]: () => answer })
    const errors = Promise.all(clients.map((client) => thrown(client.component.accessToken())))
    await vi.waitFor(() => expect(wechat.count('api_component_token')).toBe(1))
    fail({ errcode: 61004, errmsg: 'access clientip is not registered requestIP: 203.0.113.9 rid: 1-2' })
    for (const error of await errors) {
      expect(error).toMatchObject({
        errcode: 61004,
        known: true,
        rid: '1-2',
        api: 'component.accessToken',
        sent: false,
      })
      expect((error as { errmsg: string }).errmsg).toContain('203.0.113.9')
    }
    expect(wechat.count('api_component_token')).toBe(1)
  })

  it('by the network is shared as well, with both languages', async () => {
    const { wechat, clients } = await eight({
      [tokenPath]: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw Object.assign(new TypeError('x'), { code: 'ECONNRESET' })
      },
    })
    const errors = await Promise.all(clients.map((client) => thrown(client.component.accessToken())))
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'ERR_API_TRANSPORT', message: expect.stringContaining('ECONNRESET') })
      expect(error).toMatchObject({ zh: { message: expect.stringContaining('未取得') } })
    }
    // One attempt and its one repeat.
    expect(wechat.count('api_component_token')).toBe(2)
  })

  it('is tried again by whoever asks after it', async () => {
    const { wechat, clients } = await eight({ [tokenPath]: { errcode: 61004, errmsg: 'x' } })
    for (const client of clients) await thrown(client.component.accessToken())
    expect(wechat.count('api_component_token')).toBe(8)
  })

  it('under a clock that was set back is shared as well', async () => {
    const { tokens, wechat } = await eight({ [tokenPath]: async () => ({ errcode: 61004, errmsg: 'x' }) })
    const at = (now: number) => createTestClient(wechat, { tokens, now: () => now })
    await thrown((await at(Date.now() + 8 * 60 * minute)).client.component.accessToken())
    const others = await Promise.all([at(Date.now()), at(Date.now())])
    await Promise.all(others.map(({ client }) => thrown(client.component.accessToken())))
    expect(wechat.count('api_component_token')).toBe(2)
  })
})
