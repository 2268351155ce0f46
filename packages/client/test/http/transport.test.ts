import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, createClient, isWehookError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { componentAppId, createFakeWechat, createTestClient, type SeenCall } from '../fake-wechat.js'
import { enterprise, legacy } from '../valid-inputs.js'

const create = (c: Client) => c.registration.enterprise.create(enterprise)
const query = (c: Client) => c.registration.enterprise.query({ taskid: 't' })
const path = '/wxa/component/fastregisterenterpriseweapp'

/** Fails the first time, then answers. */
const onceThen = (fail: () => object, answer: object) => {
  let calls = 0
  return () => {
    calls += 1
    return calls === 1 ? fail() : answer
  }
}
const networkFault = () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) })
}

describe('a network fault', () => {
  it.each([
    ['a reset connection', networkFault],
    ['a status of 502', () => new Response('<html>', { status: 502 })],
    ['an answer that is not JSON', () => new Response('<html>')],
    ['errcode -1', () => ({ errcode: -1, errmsg: 'system error' })],
  ])('by %s is met by one repeat of a query', async (_, fail) => {
    const wechat = createFakeWechat({ [path]: onceThen(fail, { status: 1 }) })
    const { client } = await createTestClient(wechat)
    expect(await query(client)).toMatchObject({ status: 1 })
    expect(wechat.count('fastregisterenterpriseweapp')).toBe(2)
  })

  it.each([
    ['a reset connection', networkFault, 'ERR_API_TRANSPORT'],
    ['a status of 502', () => new Response('<html>', { status: 502 }), 'ERR_API_TRANSPORT'],
    ['errcode -1', () => ({ errcode: -1, errmsg: 'system error' }), 'ERR_API'],
  ])('by %s never repeats a create: it may have succeeded', async (_, fail, code) => {
    const wechat = createFakeWechat({ [path]: onceThen(fail, { taskid: 't', authorize_url: 'x' }) })
    const { client } = await createTestClient(wechat)
    await expect(create(client)).rejects.toMatchObject({ code })
    expect(wechat.count('fastregisterenterpriseweapp')).toBe(1)
  })

  it('of a token call is met by one repeat, and then the create goes out once', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_component_token': onceThen(networkFault, {
        component_access_token: 't',
        expires_in: 7200,
      }),
      [path]: { taskid: 't', authorize_url: 'x' },
    })
    const { client } = await createTestClient(wechat)
    await create(client)
    expect(wechat.count('fastregisterenterpriseweapp')).toBe(1)
  })

  it('that stays is told after the second try', async () => {
    const wechat = createFakeWechat({ [path]: networkFault })
    const { client } = await createTestClient(wechat)
    await expect(query(client)).rejects.toMatchObject({
      code: 'ERR_API_TRANSPORT',
      message: expect.stringContaining('ECONNRESET'),
    })
    expect(wechat.count('fastregisterenterpriseweapp')).toBe(2)
  })

  it('is told without the URL and the token that an implementation of fetch puts into it', async () => {
    const wechat = createFakeWechat({
      [path]: ({ query: sent }: SeenCall) => {
        throw new Error(`request to https://api.weixin.qq.com${path}?access_token=${sent['access_token']} failed`)
      },
    })
    const { client } = await createTestClient(wechat)
    const error = await create(client).catch((caught: Error) => caught)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).stack)).not.toContain(
      'component-token-1',
    )
    expect(String((error as Error).cause ?? '')).not.toContain('component-token-1')
  })
})

describe('a redirect', () => {
  it('is not followed: it would carry the token to another host', async () => {
    const seen: string[] = []
    const server = http.createServer((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { client } = await createTestClient(createFakeWechat(), {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      fetch: globalThis.fetch,
    })
    await expect(client.call('/wxa/x', { token: 'none' })).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(seen).toEqual(['/wxa/x'])
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('a timeout', () => {
  const never = () => new Promise<object>(() => {})

  it('ends a call whose fetch ignores its signal', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: never }))
    await client.component.accessToken()
    await expect(client.registration.enterprise.create(enterprise, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'ERR_API_TIMEOUT',
      message: expect.stringContaining('20 ms'),
      hint: expect.stringContaining('may have carried it out'),
    })
  })

  it('can be given to one call', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: never }))
    await expect(client.registration.enterprise.create(enterprise, { timeoutMs: 15 })).rejects.toThrow('15 ms')
  })

  it('is no timeout when the caller aborts', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: never }))
    const controller = new AbortController()
    const call = client.registration.enterprise.create(enterprise, { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('the user went away')), 5)
    await expect(call).rejects.toThrow('the user went away')
  })
})

it('a create that was given up before it began is not sent, though fetch ignores its signal', async () => {
  const wechat = createFakeWechat()
  const { client } = await createTestClient(wechat)
  const signal = AbortSignal.abort(new Error('the user went away'))
  await expect(client.registration.enterprise.create(enterprise, { signal })).rejects.toThrow('the user went away')
  expect(wechat.count('fastregisterenterpriseweapp')).toBe(0)
})

describe('an answer', () => {
  it('without errcode is a success', async () => {
    const { client } = await createTestClient(
      createFakeWechat({ '/cgi-bin/component/api_create_preauthcode': { pre_auth_code: 'p', expires_in: '600' } }),
    )
    expect(await client.component.preAuthCode()).toEqual({ pre_auth_code: 'p', expires_in: 600 })
  })

  it('that lacks what was promised is told, with a warning not to repeat', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: { errcode: 0, errmsg: 'ok' } }))
    await expect(create(client)).rejects.toMatchObject({
      code: 'ERR_API_TRANSPORT',
      message: expect.stringMatching(/taskid.*authorize_url/),
      hint: expect.stringContaining('do not repeat it'),
    })
  })

  it('keeps fields that have no type yet', async () => {
    const { client } = await createTestClient(
      createFakeWechat({ [path]: { taskid: 7, authorize_url: 'x', brand_new: true } }),
    )
    expect(await create(client)).toEqual({ taskid: '7', authorize_url: 'x', brand_new: true })
  })

  it('with a byte order mark is read', async () => {
    const { client } = await createTestClient(
      createFakeWechat({ [path]: () => new Response('\uFEFF{"taskid":"t","authorize_url":"x"}') }),
    )
    expect(await create(client)).toEqual({ taskid: 't', authorize_url: 'x' })
  })
})

describe('client.call', () => {
  it('calls any API with the same tokens and gives back what came', async () => {
    const wechat = createFakeWechat({ '/wxa/security/applysetorderpathinfo': { errcode: 0, errmsg: 'ok', data: [1] } })
    const { client } = await createTestClient(wechat)
    const answer = await client.call('/wxa/security/applysetorderpathinfo', {
      token: 'component',
      body: { batch_req: { path: 'pages/样例' } },
    })
    expect(answer).toEqual({ data: [1] })
    expect(wechat.last('pathinfo')).toMatchObject({
      method: 'POST',
      query: { access_token: 'component-token-1' },
      body: { batch_req: { path: 'pages/样例' } },
    })
  })

  it('sends no body when none is given, and a GET with its query', async () => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    await client.call('/wxa/icp/create_icp_verifytask', { token: 'component' })
    expect(wechat.last('verifytask')?.text).toBeUndefined()
    await client.call('/wxa/getsomething', { token: 'none', method: 'GET', query: { a: '1' } })
    expect(wechat.last('getsomething')).toMatchObject({ method: 'GET', query: { a: '1' } })
  })

  it('is not repeated unless it is said to be repeatable', async () => {
    const wechat = createFakeWechat({ '/wxa/x': networkFault })
    const { client } = await createTestClient(wechat)
    await expect(client.call('/wxa/x', { token: 'none' })).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(wechat.calls).toHaveLength(1)
    await expect(client.call('/wxa/x', { token: 'none', repeatable: true })).rejects.toBeDefined()
    expect(wechat.calls).toHaveLength(3)
  })

  it('explains errors by the table of the path', async () => {
    const { client } = await createTestClient(createFakeWechat({ '/wxa/verifybetaweapp': { errcode: 91021 } }))
    await expect(client.call('/wxa/verifybetaweapp', { token: 'component' })).rejects.toMatchObject({ known: true })
  })

  it.each([
    'https://elsewhere.example/x',
    '//elsewhere.example/x',
    'wxa/x',
    '/wxa/x?access_token=1',
    '/',
    '/wxa/ x',
    '/@elsewhere.example',
  ])('refuses the path %j, which could carry the token elsewhere', async (bad) => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    await expect(client.call(bad, { token: 'component' })).rejects.toMatchObject({
      code: 'ERR_API_INPUT',
      issues: [{ path: 'path', en: expect.any(String), zh: expect.stringMatching(/[\u4e00-\u9fff]/) }],
    })
    expect(wechat.calls).toEqual([])
  })

  it.each([undefined, {}, { token: 'authorizer' }, { token: {} }, { token: { authorizer: '' } }])(
    'says whose token is wanted when it is called with %j',
    async (options) => {
      const wechat = createFakeWechat()
      const { client } = await createTestClient(wechat)
      await expect(client.call('/wxa/x', options as never)).rejects.toMatchObject({
        code: 'ERR_API_INPUT',
        issues: [{ path: 'token' }],
      })
      expect(wechat.calls).toEqual([])
    },
  )
})

describe('createClient', () => {
  it.each([
    [{}, 'componentAppId, componentAppSecret'],
    [{ componentAppId: 'x', componentAppSecret: '' }, 'componentAppSecret'],
    [{ componentAppId: 'x', componentAppSecret: 'x', baseUrl: 'api.weixin.qq.com' }, 'baseUrl'],
    [{ componentAppId: 'x', componentAppSecret: 'x', timeoutMs: -1 }, 'timeoutMs'],
    [{ componentAppId: 'x', componentAppSecret: 'x', repeatDelayMs: Number.NaN }, 'repeatDelayMs'],
  ])('refuses %j and names what is wrong', (options, names) => {
    expect(() => createClient(options as never)).toThrow(names)
    try {
      createClient(options as never)
    } catch (error) {
      expect(isWehookError(error, 'ERR_OPTIONS_INVALID')).toBe(true)
    }
  })

  it('keeps the path of a base URL', async () => {
    const wechat = createFakeWechat({ '/proxy/wxa/x': { ok: true } })
    const { client } = await createTestClient(wechat, { baseUrl: 'http://127.0.0.1:9/proxy/' })
    expect(await client.call('/wxa/x', { token: 'none' })).toEqual({ ok: true })
  })

  it('warns once for each retired API', async () => {
    const warnings: string[] = []
    const { client } = await createTestClient(createFakeWechat(), {
      logger: { warn: (_, message) => void warnings.push(message) },
    })
    await client.registration.enterpriseLegacy.create(legacy)
    await client.registration.enterpriseLegacy.create(legacy)
    await client.registration.enterpriseLegacy.search({
      name: 'x',
      legal_persona_wechat: 'sample_person',
      legal_persona_name: 'x',
    })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/enterpriseLegacy\.create.*2026-04-30.*下线/)
  })

  it('makes the authorization page for desktop and mobile', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_create_preauthcode': { pre_auth_code: 'preauthcode@@@x', expires_in: 1800 },
    })
    const { client } = await createTestClient(wechat)
    const input = { redirect_uri: 'https://shop.example/back?a=1&b=中' } as const
    const desktop = new URL(await client.component.authorizationUrl({ ...input, device: 'desktop' }))
    expect(desktop.origin + desktop.pathname).toBe('https://mp.weixin.qq.com/cgi-bin/componentloginpage')
    expect(Object.fromEntries(desktop.searchParams)).toEqual({
      component_appid: componentAppId,
      pre_auth_code: 'preauthcode@@@x',
      redirect_uri: input.redirect_uri,
      auth_type: '3',
    })
    const mobile = new URL(
      await client.component.authorizationUrl({
        ...input,
        device: 'mobile',
        auth_type: 2,
        biz_appid: 'wxb',
        pre_auth_code: 'given',
      }),
    )
    expect(mobile.origin + mobile.pathname).toBe('https://open.weixin.qq.com/wxaopen/safe/bindcomponent')
    expect(mobile.hash).toBe('#wechat_redirect')
    expect(Object.fromEntries(mobile.searchParams)).toMatchObject({
      action: 'bindcomponent',
      no_scan: '1',
      pre_auth_code: 'given',
      auth_type: '2',
      biz_appid: 'wxb',
    })
    expect(wechat.count('preauthcode')).toBe(1)
  })
})
