import { describe, expect, it } from 'vitest'
import {
  appid,
  authorize,
  componentAppId,
  createFakeWechat,
  createTestClient,
  kept,
  type SeenCall,
} from '../fake-wechat.js'

const refresh = 'api_authorizer_token'
const hour = 3600_000

async function setUp(
  answers: Parameters<typeof createFakeWechat>[0] = {},
  record: object = { refreshToken: 'refresh-1' },
) {
  const wechat = createFakeWechat(answers)
  const made = await createTestClient(wechat)
  await authorize(made.tokens, appid, record)
  return { ...made, wechat }
}

const listOf =
  (count: number, refreshToken: string) =>
  ({ body }: SeenCall) => {
    const { offset, count: size } = body as { offset: number; count: number }
    const all = Array.from({ length: count }, (_, at) => ({
      authorizer_appid: at === count - 1 ? appid : `wx${String(at).padStart(16, '0')}`,
      refresh_token: at === count - 1 ? refreshToken : `refresh-of-${at}`,
      auth_time: 1,
    }))
    return { total_count: count, list: all.slice(offset, offset + size) }
  }

describe("an authorizer's token", () => {
  it('comes from the refresh token, by the names that WeChat wants, once for 50 callers', async () => {
    const t = await setUp()
    const tokens = await Promise.all(Array.from({ length: 50 }, () => t.client.authorizer(appid).accessToken()))
    expect(new Set(tokens).size).toBe(1)
    expect(t.wechat.count(refresh)).toBe(1)
    expect(t.wechat.last(refresh)?.body).toEqual({
      component_appid: expect.any(String),
      authorizer_appid: appid,
      authorizer_refresh_token: 'refresh-1',
    })
  })

  it('is kept with the refresh token that came with it, whatever it is', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_authorizer_token': {
        authorizer_access_token: 'access',
        expires_in: 7200,
        authorizer_refresh_token: 'refresh-2',
      },
    })
    await t.client.authorizer(appid).accessToken()
    expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ token: 'access', refreshToken: 'refresh-2' })
  })

  it('keeps the refresh token when the answer brings none', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_authorizer_token': { authorizer_access_token: 'access', expires_in: 7200 },
    })
    await t.client.authorizer(appid).accessToken()
    expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ refreshToken: 'refresh-1' })
  })

  it.each([40001, 42001, 40014])(
    'refused with %i is renewed once and the call repeated once, for a create as well',
    async (errcode) => {
      let refusals = 0
      const t = await setUp(
        {
          '/wxa/setbetaweappnickname': () => {
            refusals += 1
            return refusals === 1 ? { errcode, errmsg: 'x' } : { errcode: 0, errmsg: 'ok' }
          },
        },
        { refreshToken: 'refresh-1', token: 'refused', expiresAt: Date.now() + hour, renewAt: Date.now() + hour },
      )
      await t.client.authorizer(appid).beta.setNickname({ name: '新名字' })
      expect(t.wechat.count(refresh)).toBe(1)
      expect(t.wechat.last('setbetaweappnickname')?.query).toEqual({ access_token: 'access-token-2' })
    },
  )

  it('recovers from 61023 through all pages of the authorizer list', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_get_authorizer_list': listOf(1201, 'refresh-listed'),
      '/cgi-bin/component/api_authorizer_token': ({ body }: SeenCall) =>
        (body as { authorizer_refresh_token: string }).authorizer_refresh_token === 'refresh-listed'
          ? { authorizer_access_token: 'access', expires_in: 7200, authorizer_refresh_token: 'refresh-listed' }
          : { errcode: 61023, errmsg: 'refresh_token is invalid' },
    })
    expect(await t.client.authorizer(appid).accessToken()).toBe('access')
    const pages = t.wechat.calls.filter((call) => call.path.endsWith('list')).map((call) => call.body)
    expect(pages).toEqual([0, 500, 1000].map((offset) => ({ component_appid: expect.any(String), offset, count: 500 })))
    expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ refreshToken: 'refresh-listed' })
  })

  it('is had from the list for an account that the store never heard of', async () => {
    const wechat = createFakeWechat({ '/cgi-bin/component/api_get_authorizer_list': listOf(3, 'refresh-listed') })
    const { client } = await createTestClient(wechat)
    await client.authorizer(appid).accessToken()
    expect(wechat.last(refresh)?.body).toMatchObject({ authorizer_refresh_token: 'refresh-listed' })
  })

  it('is read from one list by many accounts at a time', async () => {
    const wechat = createFakeWechat({ '/cgi-bin/component/api_get_authorizer_list': listOf(40, 'refresh-listed') })
    const { client } = await createTestClient(wechat)
    const ids = Array.from({ length: 30 }, (_, at) => `wx${String(at).padStart(16, '0')}`)
    await Promise.all(ids.map((id) => client.authorizer(id).accessToken()))
    expect(wechat.count('list')).toBe(1)
  })

  it('is not to be had for an account outside of the list, and the error says what to do', async () => {
    const { client } = await createTestClient(createFakeWechat())
    await expect(client.authorizer(appid).accessToken()).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
      hint: expect.stringContaining('authorizationUrl'),
    })
  })

  it('comes back from the list when the account authorized again after it revoked, though that push is lost', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_get_authorizer_list': {
        total_count: 1,
        list: [{ authorizer_appid: appid, refresh_token: 'refresh-again', auth_time: 3 }],
      },
    })
    const { client, tokens } = await createTestClient(wechat)
    await tokens.remove(`authorizer/${componentAppId}/${appid}`, 2_000)
    expect(await client.authorizer(appid).accessToken()).not.toBe('')
    // Ordered by the time of that authorization: only a later revocation removes it.
    expect(await tokens.get(`authorizer/${componentAppId}/${appid}`)).toMatchObject({ asOf: 3_000 })
  })

  it('is not asked for again with a refresh token that was just refused', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_get_authorizer_list': listOf(1, 'refresh-1'),
      '/cgi-bin/component/api_authorizer_token': { errcode: 61023, errmsg: 'refresh_token is invalid' },
    })
    await expect(t.client.authorizer(appid).accessToken()).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
    expect(t.wechat.count(refresh)).toBe(1)
  })

  it('is dropped when the account revokes the authorization while it is being renewed, though the list lags', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_get_authorizer_list': listOf(1, 'refresh-1'),
      '/cgi-bin/component/api_authorizer_token': async () => {
        await t.tokens.remove(`authorizer/${componentAppId}/${appid}`, 2_000)
        return { authorizer_access_token: 'access', expires_in: 7200, authorizer_refresh_token: 'refresh-1' }
      },
    })
    await expect(t.client.authorizer(appid).accessToken()).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
    expect(await kept(t.tokens, 'authorizer', appid)).toBeUndefined()
    expect(t.wechat.count(refresh)).toBe(1)
  })
})
