import { createMemoryTokenStore } from '@wehook/core'
import { describe, expect, it, vi } from 'vitest'
import { componentAppId, createFakeWechat, createTestClient } from '../fake-wechat.js'

const tokenPath = 'api_component_token'
const hour = 3600_000

describe('the component token', () => {
  it('is made from the ticket, with the names that WeChat wants', async () => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    expect(await client.component.accessToken()).toBe('component-token-1')
    expect(wechat.last(tokenPath)?.body).toEqual({
      component_appid: componentAppId,
      component_appsecret: 'invented-app-secret',
      component_verify_ticket: 'ticket@@@invented',
    })
  })

  it('is not there without a ticket, and the error says how to come by one', async () => {
    const { client } = await createTestClient(createFakeWechat(), { ticket: false })
    await expect(client.component.accessToken()).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
      hint: expect.stringMatching(/ten minutes.*startPushTicket/),
    })
  })

  it('is fetched once for 50 callers at a time', async () => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    const tokens = await Promise.all(Array.from({ length: 50 }, () => client.component.accessToken()))
    expect(new Set(tokens)).toEqual(new Set(['component-token-1']))
    expect(wechat.count(tokenPath)).toBe(1)
  })

  it('is fetched once for four clients that share a store', async () => {
    const wechat = createFakeWechat()
    const tokens = createMemoryTokenStore()
    const clients = await Promise.all(Array.from({ length: 4 }, () => createTestClient(wechat, { tokens })))
    const seen = await Promise.all(
      clients.flatMap(({ client }) => Array.from({ length: 50 }, () => client.component.accessToken())),
    )
    expect(new Set(seen).size).toBe(1)
    expect(wechat.count(tokenPath)).toBe(1)
  })

  it('is renewed before it expires, at a moment that differs from token to token', async () => {
    const moments = new Set<number>()
    for (let round = 0; round < 20; round += 1) {
      const start = Date.now()
      const { client, tokens } = await createTestClient(createFakeWechat(), { now: () => start })
      await client.component.accessToken()
      const kept = JSON.parse((await tokens.get(`component/${componentAppId}`))?.value ?? '{}')
      const life = (kept.renewAt - start) / 60_000
      expect(life).toBeGreaterThanOrEqual(103.9)
      expect(life).toBeLessThanOrEqual(110)
      expect(kept.expiresAt - start).toBe(2 * hour)
      moments.add(kept.renewAt - start)
    }
    expect(moments.size).toBeGreaterThan(1)
  })

  it('is used on while an early renewal fails, and renewed when that works again', async () => {
    const wechat = createFakeWechat()
    let now = Date.now()
    const { client } = await createTestClient(wechat, { now: () => now })
    await client.component.accessToken()
    const renew = wechat.answers['/cgi-bin/component/api_component_token']
    wechat.answers['/cgi-bin/component/api_component_token'] = { errcode: 61006, errmsg: 'ticket invalid' }
    now += 1.9 * hour
    expect(await client.component.accessToken()).toBe('component-token-1')
    await vi.waitFor(() => expect(wechat.count(tokenPath)).toBe(2))
    expect(await client.component.accessToken()).toBe('component-token-1')
    expect(wechat.count(tokenPath)).toBe(2)
    wechat.answers['/cgi-bin/component/api_component_token'] = renew ?? {}
    now += 31_000
    // The call that starts the renewal does not wait for it.
    expect(await client.component.accessToken()).toBe('component-token-1')
    await vi.waitFor(async () => expect(await client.component.accessToken()).toBe('component-token-2'))
  })

  it('fails once it has expired and no new one can be had', async () => {
    const wechat = createFakeWechat()
    let now = Date.now()
    const { client } = await createTestClient(wechat, { now: () => now })
    await client.component.accessToken()
    wechat.answers['/cgi-bin/component/api_component_token'] = { errcode: 61005, errmsg: 'ticket expired' }
    now += 2 * hour
    await expect(client.component.accessToken()).rejects.toMatchObject({ code: 'ERR_API', errcode: 61005 })
  })

  it('of another process is used when the refused one is no longer in the store', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_create_preauthcode': ({ query }: { query: Record<string, string> }) =>
        query['component_access_token'] === 'stale'
          ? { errcode: 40001, errmsg: 'invalid credential' }
          : { pre_auth_code: 'preauthcode@@@x', expires_in: 1800 },
    })
    const tokens = createMemoryTokenStore()
    const now = Date.now()
    const record = (token: string) => ({
      value: JSON.stringify({ token, expiresAt: now + hour, renewAt: now + hour }),
      asOf: now,
    })
    await tokens.set(`component/${componentAppId}`, record('stale'))
    const { client } = await createTestClient(wechat, {
      tokens: {
        ...tokens,
        async get(key) {
          const kept = await tokens.get(key)
          if (key.startsWith('component/')) await tokens.set(key, record('renewed-elsewhere'))
          return kept
        },
      },
    })
    await client.component.preAuthCode()
    expect(wechat.last('api_create_preauthcode')?.query).toEqual({ component_access_token: 'renewed-elsewhere' })
    expect(wechat.count(tokenPath)).toBe(0)
  })

  it.each([40001, 42001, 40014])('refused with %i is renewed once and the call repeated once', async (errcode) => {
    let refusals = 0
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_create_preauthcode': () => {
        refusals += 1
        return refusals === 1 ? { errcode, errmsg: 'x' } : { pre_auth_code: 'preauthcode@@@x', expires_in: 1800 }
      },
    })
    const { client } = await createTestClient(wechat)
    expect(await client.component.preAuthCode()).toEqual({ pre_auth_code: 'preauthcode@@@x', expires_in: 1800 })
    expect(wechat.count(tokenPath)).toBe(2)
    expect(wechat.last('preauthcode')?.query).toEqual({ component_access_token: 'component-token-2' })
  })

  it('refused twice is an error, not a loop', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_create_preauthcode': { errcode: 40001, errmsg: 'invalid credential' },
    })
    const { client } = await createTestClient(wechat)
    await expect(client.component.preAuthCode()).rejects.toMatchObject({ errcode: 40001 })
    expect(wechat.count('preauthcode')).toBe(2)
    expect(wechat.count(tokenPath)).toBe(2)
  })

  it('refused to 50 callers at once is renewed once', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_create_preauthcode': ({ query }: { query: Record<string, string> }) =>
        query['component_access_token'] === 'component-token-1'
          ? { errcode: 42001, errmsg: 'expired' }
          : { pre_auth_code: 'p', expires_in: '1800' },
    })
    const { client } = await createTestClient(wechat)
    await client.component.accessToken()
    const codes = await Promise.all(Array.from({ length: 50 }, () => client.component.preAuthCode()))
    expect(codes.every((code) => code.expires_in === 1800)).toBe(true)
    expect(wechat.count(tokenPath)).toBe(2)
  })

  it('is kept though the clock of the last holder ran ahead of ours', async () => {
    const wechat = createFakeWechat()
    const { client, tokens } = await createTestClient(wechat)
    await tokens.set(`component/${componentAppId}`, {
      value: JSON.stringify({ token: 'expired', expiresAt: 0, renewAt: 0 }),
      asOf: Date.now() + hour,
    })
    await client.component.accessToken()
    expect(await client.component.accessToken()).toBe('component-token-1')
    expect(wechat.count(tokenPath)).toBe(1)
  })

  it('of a holder that lost its lock is not kept; that of its successor is used', async () => {
    const wechat = createFakeWechat()
    const tokens = createMemoryTokenStore()
    let stolen = false
    const { client } = await createTestClient(wechat, {
      tokens: {
        ...tokens,
        async set(key, record, fence) {
          if (key.startsWith('component/') && !stolen) {
            stolen = true
            const now = Date.now()
            const value = JSON.stringify({ token: 'of-successor', expiresAt: now + hour, renewAt: now + hour })
            await tokens.set(key, { value, asOf: now })
            return 'fenced'
          }
          return tokens.set(key, record, fence)
        },
      },
    })
    expect(await client.component.accessToken()).toBe('of-successor')
    expect(wechat.count(tokenPath)).toBe(1)
  })
})
