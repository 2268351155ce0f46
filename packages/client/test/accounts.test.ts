import { describe, expect, it } from 'vitest'
import { authorize, createFakeWechat, createTestClient } from './fake-wechat.js'

const listPath = '/cgi-bin/component/api_get_authorizer_list'
const infoPath = '/cgi-bin/component/api_get_authorizer_info'
const list = Array.from({ length: 5 }, (_, at) => ({
  ...{ authorizer_appid: `wx${at}`, refresh_token: 'made-up-listed-token', auth_time: 1_790_000_000 + at },
}))
const page = ({ body }: { readonly body: unknown }) => {
  const { offset, count } = body as { readonly offset: number; readonly count: number }
  return { total_count: list.length, list: list.slice(offset, offset + count) }
}

describe('client.accounts', () => {
  it('lists accounts page by page, one call each, with the ages of stored tokens and never a token', async () => {
    const wechat = createFakeWechat({ [listPath]: page })
    const { client, tokens } = await createTestClient(wechat)
    const kept = { refreshToken: 'made-up-refresh-token', token: 'made-up-access-token', expiresAt: 1_800_000_000_000 }
    await authorize(tokens, 'wx1', kept, 1_790_000_005_000)
    const first = await client.accounts.listAccounts({ limit: 3 })
    expect(first).toEqual({
      accounts: [
        { appid: 'wx0', authorizedAt: new Date(1_790_000_000_000) },
        {
          appid: 'wx1',
          authorizedAt: new Date(1_790_000_001_000),
          refreshTokenAt: new Date(1_790_000_005_000),
          accessTokenUntil: new Date(1_800_000_000_000),
        },
        { appid: 'wx2', authorizedAt: new Date(1_790_000_002_000) },
      ],
      next: '3',
    })
    expect(JSON.stringify(first)).not.toContain('made-up')
    const second = await client.accounts.listAccounts({ limit: 3, after: '3' })
    expect(second.accounts.map(({ appid }) => appid)).toEqual(['wx3', 'wx4'])
    expect(second.next).toBeUndefined()
    expect(wechat.count('api_get_authorizer_list')).toBe(2)
  })

  it.each(['-1', '1e9', 'x', '99999999999999999999', ''])('begins at the first page after %j', async (after) => {
    const { client } = await createTestClient(createFakeWechat({ [listPath]: page }))
    expect((await client.accounts.listAccounts({ limit: 1, after })).accounts[0]?.appid).toBe('wx0')
  })

  it('gives one account with its permission sets, and nothing for one that authorizes no longer', async () => {
    const wechat = createFakeWechat({
      [infoPath]: ({ body }: { readonly body: unknown }) =>
        (body as { readonly authorizer_appid: string }).authorizer_appid === 'wx1'
          ? {
              authorizer_info: { nick_name: '样例' },
              authorization_info: {
                authorizer_appid: 'wx1',
                authorizer_refresh_token: 'made-up-refresh-token',
                func_info: [{ funcscope_category: { id: 17 } }, { funcscope_category: { id: 18 } }],
              },
            }
          : { errcode: 61003, errmsg: 'component is not authorized by this account' },
    })
    const { client } = await createTestClient(wechat)
    expect(await client.accounts.getAccount('wx1')).toEqual({ appid: 'wx1', permissionSets: [17, 18] })
    expect(await client.accounts.getAccount('wx2')).toBeUndefined()
  })
})

it('client.ticketAt is the time of the newest stored ticket', async () => {
  const { client } = await createTestClient(createFakeWechat())
  expect(await client.ticketAt()).toBe(1)
  const without = await createTestClient(createFakeWechat(), { ticket: false })
  expect(await without.client.ticketAt()).toBeUndefined()
})
