import { afterEach, describe, expect, it } from 'vitest'
import { company, companyCode, createHost, type Host } from './host.js'

const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
const hosts: Host[] = []
const start: typeof createHost = async (...options) => {
  const host = await createHost(...options)
  hosts.push(host)
  return host
}
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})

describe('a registration, from create to an authorizer token, with follow alone', () => {
  it.each([
    ['authorized first, one code', { authorized: 'before', codes: 'same' }],
    ['authorized last, one code', { authorized: 'after', codes: 'same' }],
    ['authorized first, two codes', { authorized: 'before', codes: 'different' }],
    ['both at once, twice each, reversed', { together: true, times: 2, order: 'reversed', codes: 'same' }],
  ] as const)('of a company: %s', async (_, options) => {
    const { client, platform, receiver, count } = await start()
    const opened: string[] = []
    receiver.on('notify_third_fasteregister', async (event) => {
      if (event.outcome !== 'succeeded') return
      // The token is to be had in the very handler: the exchange under way is waited for.
      opened.push(await client.authorizer(event.payload.appid).accessToken())
    })
    const task = await client.registration.enterprise.create(company)
    expect(task.authorize_url).toMatch(/^https?:/)
    expect((await client.registration.enterprise.query({ taskid: task.taskid })).state.outcome).toBe('pending')

    await platform.person.confirms(undefined, options)
    await platform.idle()

    expect((await client.registration.enterprise.query({ taskid: task.taskid })).state.outcome).toBe('succeeded')
    expect(opened.length).toBeGreaterThan(0)
    const [authorizer] = platform.authorizers
    const { authorizer_info } = await client.component.authorizerInfo({ authorizer_appid: authorizer?.appid ?? '' })
    expect(authorizer_info).toMatchObject({ MiniProgramInfo: expect.anything() })
    const codes = new Set(
      platform.calls
        .filter(({ call }) => call.path.endsWith('api_query_auth'))
        .map(({ call }) => call.body['authorization_code']),
    )
    expect(count('api_query_auth')).toBe(codes.size)
    expect(platform.pushes.every((push) => push.isAccepted)).toBe(true)
  })

  it('of a person', async () => {
    const { client, platform, count } = await start()
    const task = await client.registration.personal.create({ wxuser: 'sample_person', component_phone: '000' })
    expect((await client.registration.personal.query({ taskid: task.taskid })).state).toMatchObject({
      code: 0,
      outcome: 'pending',
    })
    await platform.person.confirms()
    await platform.idle()
    const [authorizer] = platform.authorizers
    expect(await client.authorizer(authorizer?.appid ?? '').accessToken()).not.toBe('')
    expect(count('api_query_auth')).toBe(1)
    expect(count('api_get_authorizer_list')).toBe(0)
  })

  it('in the retired form, as it was before 2026-04-30', async () => {
    const { client, platform } = await start({ before: '2026-04-30' })
    const legal = { name: company.name, legal_persona_wechat: 'sample_person', legal_persona_name: '样例人' }
    await client.registration.enterpriseLegacy.create({
      ...legal,
      code: companyCode,
      code_type: 1,
      component_phone: '000',
    })
    await expect(client.registration.enterpriseLegacy.search(legal)).rejects.toMatchObject({
      errcode: 89251,
      taskState: 'awaiting-legal-person',
    })
    await platform.person.confirms()
    await platform.idle()
    await client.registration.enterpriseLegacy.search(legal)
    expect(await client.authorizer(platform.authorizers[0]?.appid ?? '').accessToken()).not.toBe('')
  })

  it('that fails leaves no authorizer behind', async () => {
    const { client, platform } = await start()
    const { taskid } = await client.registration.enterprise.create(company)
    await platform.person.confirms(undefined, { status: 1001 })
    await platform.idle()
    expect((await client.registration.enterprise.query({ taskid })).state).toMatchObject({
      code: 1001,
      outcome: 'failed',
    })
    expect(platform.pushes.every((push) => push.isAccepted)).toBe(true)
    expect(platform.calls.some(({ call }) => call.path.endsWith('api_query_auth'))).toBe(false)
  })
})

describe('a beta mini program', () => {
  it('is made, converted and renamed', async () => {
    const { client, platform } = await start()
    const { unique_id, authorize_url } = await client.registration.beta.create({ name: '样例小程序', openid: 'openid' })
    expect(unique_id).not.toBe('')
    expect(authorize_url).toMatch(/^https?:/)
    await platform.person.confirms()
    await platform.idle()
    const beta = client.authorizer(platform.authorizers[0]?.appid ?? '').beta
    await beta.setNickname({ name: '新名字' })

    const accepted = await beta.verify({ enterprise_name: company.name, code: companyCode, component_phone: '000' })
    expect(accepted.authorize_url).toMatch(/^https?:/)
    await platform.person.confirms()
    await platform.administrator.confirms()
    await platform.idle()
    await expect(beta.setNickname({ name: '再改名' })).rejects.toMatchObject({ errcode: 91020 })
    await expect(
      beta.verify({ enterprise_name: company.name, code: companyCode, component_phone: '000' }),
    ).rejects.toMatchObject({ errcode: 91021 })
  })

  it('is converted in the retired form, as it was before 2026-04-30', async () => {
    const { client, platform } = await start({ before: '2026-04-30' })
    const { appid } = platform.addAuthorizer({ registerType: 13 })
    const { authorization_info } = await client.component.queryAuth({
      authorization_code: platform.addAuthorizer({ registerType: 13, appid }).authCode,
    })
    await client.authorizer(authorization_info.authorizer_appid).beta.verifyLegacy({
      enterprise_name: company.name,
      code: '123456789012345',
      code_type: 3,
      legal_persona_wechat: 'sample_person',
      legal_persona_name: '样例人',
      legal_persona_idcard: '000000000000000000',
      component_phone: '000',
    })
    expect(platform.tasks.at(-1)).toMatchObject({ kind: 'conversion' })
  })
})

describe('a certification', () => {
  const form = (qualification: string) =>
    ({
      customer_type: 1,
      qualification,
      contact_info: { name: '联系人', email: 'contact@example.com' },
      account_name: '样例小程序',
      account_name_type: 1,
      pay_type: 2,
      third_party_phone: '000',
      invoice_info: { invoice_type: 1 },
    }) as const

  it('is submitted with an uploaded material, sent back, corrected and passed', async () => {
    const { client, platform } = await start()
    const { appid, authCode } = platform.addAuthorizer({ principalName: company.name })
    await client.component.queryAuth({ authorization_code: authCode })
    const { certification } = client.authorizer(appid)

    const { mediaid } = await certification.uploadMaterial(png)
    const first = await certification.submit(form(mediaid))
    expect(first.auth_url).toMatch(/^https?:/)
    await platform.person.confirms()
    await platform.person.pays()
    await platform.reviewer.returns(undefined, { reason: '材料不清晰' })
    await platform.idle()
    expect(await certification.query({ taskid: first.taskid })).toMatchObject({
      refill_reason: '材料不清晰',
      state: { outcome: 'returned', advice: 'correct-and-retry' },
    })

    const second = await certification.resubmit({ ...form(mediaid), taskid: first.taskid })
    await platform.person.confirms()
    await platform.person.pays()
    await platform.reviewer.passes()
    await platform.idle()
    expect((await certification.query({ taskid: second.taskid })).state.outcome).toBe('succeeded')
  })

  it.each(['plain', 'base64'] as const)('reads the identity tree with %s names', async (identityNames) => {
    const { client, platform } = await start({ identityNames })
    const { appid, authCode } = platform.addAuthorizer({ registerType: 15 })
    await client.component.queryAuth({ authorization_code: authCode })
    const { identity_tree_list } = await client.authorizer(appid).certification.identityTree()
    expect(identity_tree_list[0]?.name).toMatch(/^[\u4e00-\u9fff]+$/)
  })
})

describe('the platform itself', () => {
  it('asks for tickets, makes authorization pages, lists authorizers', async () => {
    const { client, platform } = await start({ tickets: false })
    await client.component.startPushTicket()
    const url = new URL(
      await client.component.authorizationUrl({ redirect_uri: 'https://host.example/back', device: 'desktop' }),
    )
    const preAuthCode = url.searchParams.get('pre_auth_code') ?? ''
    const redirect = await platform.administrator.authorizes({ preAuthCode })
    await platform.idle()
    await client.component.queryAuth({ authorization_code: redirect.auth_code })
    expect(await client.component.authorizers()).toMatchObject({
      total_count: 1,
      list: [{ authorizer_appid: redirect.appid, auth_time: expect.any(Number) }],
    })
    expect(platform.calls.filter(({ call }) => call.path.endsWith('api_query_auth'))).toHaveLength(1)
  })

  it('answers any other API through client.call', async () => {
    const { client } = await start({
      answers: { '/wxa/getcategory': { errcode: 0, errmsg: 'ok', categories: ['餐饮'] } },
    })
    expect(await client.call('/wxa/getcategory', { token: 'component', method: 'GET' })).toEqual({
      categories: ['餐饮'],
    })
  })
})
