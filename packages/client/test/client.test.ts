import { ApiInputError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { appid, authorize, componentAppId, createFakeWechat, createTestClient } from './fake-wechat.js'
import { enterprise } from './valid-inputs.js'

it('a client names its platform', async () => {
  const { client } = await createTestClient(createFakeWechat())
  expect(client.componentAppId).toBe(componentAppId)
})

describe('checkInput', () => {
  it('takes a good input and sends nothing', async () => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    client.checkInput('registration.enterprise.create', enterprise)
    expect(wechat.calls).toEqual([])
  })

  it('throws what the call would throw', async () => {
    const { client } = await createTestClient(createFakeWechat())
    const bad = { ...enterprise, code: 'x' }
    const byCall = await client.registration.enterprise.create(bad).catch((error: unknown) => error)
    const check = () => client.checkInput('registration.enterprise.create', bad)
    expect(check).toThrow(ApiInputError)
    expect(check).toThrow((byCall as Error).message)
  })

  it('refuses a name that no API has', async () => {
    const { client } = await createTestClient(createFakeWechat())
    expect(() => client.checkInput('registration.create' as never, {} as never)).toThrow('name of an API')
  })
})

describe('allAuthorizers', () => {
  const path = '/cgi-bin/component/api_get_authorizer_list'
  const list = Array.from({ length: 1200 }, (_, at) => ({ authorizer_appid: `wx${at}`, auth_time: at }))

  it('gives every authorizer, page by page', async () => {
    const wechat = createFakeWechat({
      [path]: ({ body }: { body: unknown }) => {
        const { offset, count } = body as { offset: number; count: number }
        return { total_count: list.length, list: list.slice(offset, offset + count) }
      },
    })
    const { client } = await createTestClient(wechat)
    const seen: string[] = []
    for await (const { authorizer_appid } of client.component.allAuthorizers()) seen.push(authorizer_appid)
    expect(seen).toEqual(list.map((each) => each.authorizer_appid))
    expect(wechat.count('api_get_authorizer_list')).toBe(3)
  })

  it('reads no page that nobody asks for', async () => {
    const wechat = createFakeWechat({ [path]: { total_count: 1200, list: list.slice(0, 500) } })
    const { client } = await createTestClient(wechat)
    for await (const _ of client.component.allAuthorizers()) break
    expect(wechat.count('api_get_authorizer_list')).toBe(1)
  })

  it('ends when the list is shorter than WeChat says', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: { total_count: 9, list: [] } }))
    for await (const _ of client.component.allAuthorizers()) expect.unreachable()
  })
})

it('authorizerInfo has name, owner and origin of an account', async () => {
  const authorizer_info = { nick_name: '样例', principal_name: '', register_type: '6', idc: 1 }
  const { client } = await createTestClient(
    createFakeWechat({
      '/cgi-bin/component/api_get_authorizer_info': {
        authorizer_info,
        authorization_info: { authorizer_appid: appid },
      },
    }),
  )
  const info = await client.component.authorizerInfo({ authorizer_appid: appid })
  expect(info.authorizer_info).toEqual({ nick_name: '样例', principal_name: undefined, register_type: 6, idc: 1 })
})

describe('a new name', () => {
  const open = async (answers: object) => {
    const wechat = createFakeWechat(answers as never)
    const { client, tokens } = await createTestClient(wechat)
    await authorize(tokens, appid, { refreshToken: 'r' })
    return { wechat, account: client.authorizer(appid) }
  }

  it('is set at once, or has an audit_id to ask by', async () => {
    const { wechat, account } = await open({ '/wxa/setnickname': { wording: '', audit_id: 7 } })
    const input = { nick_name: '样例商城', license: 'media-1', naming_other_stuff_1: 'media-2' }
    expect(await account.setNickname(input)).toEqual({ wording: undefined, audit_id: 7 })
    expect(wechat.last('setnickname')?.body).toEqual(input)
  })

  it.each([
    [{ nick_name: '样例小程序', license: 'm' }, 'nick_name'],
    [{ nick_name: '样例' }, 'license'],
  ])('is refused: %j', async (input, field) => {
    const { account } = await open({})
    await expect(account.setNickname(input)).rejects.toMatchObject({ issues: [{ path: field }] })
  })

  it.each([
    [1, 'pending'],
    [2, 'failed'],
    [3, 'succeeded'],
    [9, 'undetermined'],
  ])('audit_stat %i is %s', async (audit_stat, outcome) => {
    const { wechat, account } = await open({
      '/wxa/api_wxa_querynickname': { nickname: '样例', audit_stat, fail_reason: '' },
    })
    const state = await account.queryNickname({ audit_id: 7 })
    expect(state).toMatchObject({ nickname: '样例', fail_reason: undefined, state: { field: 'audit_stat', outcome } })
    expect(wechat.last('querynickname')?.body).toEqual({ audit_id: 7 })
  })
})
