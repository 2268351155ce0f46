import { createClient } from '@wehook/client'
import { createSimulatedPlatform, type SimulatedPlatformOptions } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene, type Scene } from './scene.js'

const application = {
  customer_type: 1,
  contact_info: { name: '张三', email: 'a@example.com' },
  account_name: '示例小店',
  account_name_type: 1,
  invoice_info: { invoice_type: 1 },
  third_party_phone: '00000000000',
} as const
const png = Buffer.from('89504e470d0a1a0a', 'hex')

async function post(scene: Pick<Scene, 'platform'>, path: string, body: object) {
  const response = await fetch(`${scene.platform.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

async function createCertification(pay_type: 1 | 2 = 1, options: SimulatedPlatformOptions = {}) {
  const scene = await createScene(options)
  const { appid } = await scene.platform.administrator.authorizes()
  const { certification } = scene.client.authorizer(appid)
  const { mediaid } = await certification.uploadMaterial(png)
  const service = pay_type === 1 ? { pay_type, service_appid: 'wx00000000000000aa' } : { pay_type }
  const { taskid } = await certification.submit({ ...application, qualification: mediaid, ...service })
  await scene.platform.idle()
  return { ...scene, certification, taskid }
}

describe('tokens', () => {
  it('may stand under either name in the query', async () => {
    const scene = await createScene()
    const token = await scene.client.component.accessToken()
    const { componentAppId } = scene.platform.clientOptions
    for (const name of ['access_token', 'component_access_token']) {
      const path = `/cgi-bin/component/api_create_preauthcode?${name}=${token}`
      expect(await post(scene, path, { component_appid: componentAppId })).toHaveProperty('pre_auth_code')
    }
  })

  it('of an account are in the list only once a code was exchanged', async () => {
    const { platform, client } = await createScene()
    const { appid, authCode } = platform.addAuthorizer()
    const listed = async () => (await client.component.authorizers()).list[0]?.refresh_token
    expect(await listed()).toBeUndefined()
    await client.component.queryAuth({ authorization_code: authCode })
    expect(await listed()).toBe(platform.authorizers.find((account) => account.appid === appid)?.refreshToken)
  })

  it('of before a re-authorization are no longer good for refreshing', async () => {
    const scene = await createScene()
    const { appid } = await scene.platform.administrator.authorizes()
    const older = scene.platform.authorizers[0]?.refreshToken
    await scene.platform.administrator.updates(appid, [17])
    const token = await scene.client.component.accessToken()
    const answer = await post(scene, `/cgi-bin/component/api_authorizer_token?access_token=${token}`, {
      component_appid: scene.platform.clientOptions.componentAppId,
      authorizer_appid: appid,
      authorizer_refresh_token: older,
    })
    expect(answer['errcode']).toBe(61023)
  })

  it('come for an older ticket too, as long as it is younger than 12 h', async () => {
    const platform = await createSimulatedPlatform({ tickets: false })
    onTestFinished(() => platform.close())
    await platform.pushTicket()
    await platform.clock.advance({ hours: 11, minutes: 59 })
    await platform.pushTicket()
    const [ticket] = platform.pushes.map((push) => push.fields as { readonly ComponentVerifyTicket?: string })
    const answer = await post({ platform }, '/cgi-bin/component/api_component_token', {
      component_appid: platform.clientOptions.componentAppId,
      component_appsecret: platform.clientOptions.componentAppSecret,
      component_verify_ticket: ticket?.ComponentVerifyTicket,
    })
    expect(answer).toMatchObject({ expires_in: 7200 })
    expect(answer).not.toHaveProperty('errcode')
  })
})

describe('a certification', () => {
  it('with a prepaid package goes to the review at once, with the agency in the push', async () => {
    const { platform, taskid, events } = await createCertification(1)
    await platform.person.confirms(taskid)
    expect(events.at(-1)?.payload).toMatchObject({
      task_status: 12,
      apply_status: 2,
      dispatch_info: { contact: expect.any(String) },
    })
  })

  it('that nobody authorizes is over after 24 h, and only a query tells', async () => {
    const { platform, certification, taskid, events } = await createCertification()
    const before = events.length
    await platform.clock.advance({ hours: 13 })
    await platform.pushTicket()
    await platform.clock.advance({ hours: 11 })
    expect(events).toHaveLength(before)
    expect(await certification.query({ taskid })).toMatchObject({ task_status: 1 })
  })

  it.each([
    ['refuses', 2],
    ['failsFaceCheck', 5],
  ] as const)('whose administrator %s has task_status %i, and only a query tells', async (step, status) => {
    const { platform, certification, taskid, events } = await createCertification()
    const before = events.length
    await platform.person[step](taskid)
    expect(events).toHaveLength(before)
    expect(await certification.query({ taskid })).toMatchObject({ task_status: status })
  })

  it('that failed for good says why by query, never by push', async () => {
    const { platform, certification, taskid, events } = await createCertification()
    await platform.person.confirms(taskid)
    await platform.reviewer.fails(taskid, { reason: '主体不符' })
    expect(events.at(-1)).toMatchObject({ outcome: 'failed' })
    expect(events.at(-1)?.xml).not.toContain('主体不符')
    expect(await certification.query({ taskid })).toMatchObject({ apply_status: 5, fail_reason: '主体不符' })
  })

  it.each(['plain', 'base64'] as const)('offers occupations with %s names', async (identityNames) => {
    const { certification } = await createCertification(1, { identityNames })
    expect(JSON.stringify(await certification.identityTree())).toContain('导演')
  })
})

describe('an application for certification', () => {
  const wrongFields = { errcode: 47001 }

  async function apply(change: object, account: object = {}) {
    const scene = await createScene()
    const { appid, authCode } = scene.platform.addAuthorizer(account)
    await scene.client.component.queryAuth({ authorization_code: authCode })
    const { mediaid } = await scene.client.authorizer(appid).certification.uploadMaterial(png)
    const token = await scene.client.authorizer(appid).accessToken()
    const auth_data = { ...application, qualification: mediaid, pay_type: 2, ...change }
    const list = (count: number) => Array(count).fill(mediaid)
    // The client refuses these before they leave.
    return post(scene, `/wxa/sec/wxaauth?access_token=${token}`, {
      auth_data: JSON.parse(JSON.stringify(auth_data), (_, value) => (value === 'eleven' ? list(11) : value)),
    })
  }

  it.each([
    [
      'the contact’s phone, which belongs to a resubmission',
      { contact_info: { ...application.contact_info, mobile: '0' } },
    ],
    ['more than ten materials', { qualification_other: 'eleven' }],
  ])('is refused with %s', async (_, change) => {
    expect(await apply(change)).toMatchObject(wrongFields)
  })

  it('of a person is refused with an occupation that nothing proves', async () => {
    const person = { customer_type: 15, auth_identification: '教师' }
    expect(await apply(person, { registerType: 15 })).toMatchObject(wrongFields)
    expect(await apply({ ...person, auth_ident_material: 'eleven' }, { registerType: 15 })).toMatchObject(wrongFields)
  })

  it('for which the provider pays has no invoice', async () => {
    const invoice_info = { invoice_type: 2, invoice_title: '示例公司', electronic: { id: '0'.repeat(18) } }
    const provider = { pay_type: 1, service_appid: 'wx00000000000000aa' }
    expect(await apply({ ...provider, invoice_info })).toMatchObject({ errcode: 89640 })
    expect(await apply({ invoice_info })).toMatchObject({ errcode: 0 })
  })
})

describe('a beta app', () => {
  it('has the forced suffix, may be renamed, and keeps name and suffix when it is converted', async () => {
    const { platform, client } = await createScene()
    const { unique_id } = await client.registration.beta.create({ name: '示例小店', openid: 'o-sample' })
    await platform.person.confirms(unique_id)
    const [account] = platform.authorizers
    expect(account?.nickName).toBe('示例小店的体验小程序')
    const { beta } = client.authorizer(account?.appid ?? '')
    await beta.setNickname({ name: '新名字的小店' })
    await beta.verify({ enterprise_name: '示例公司', code: '91000000MA0000000N', component_phone: '000' })
    await platform.person.confirms()
    await platform.administrator.confirms()
    expect(platform.authorizers).toMatchObject([
      { nickName: '新名字的小店的体验小程序', registerType: 19, principalName: '示例公司' },
    ])
  })
})

describe('an enterprise registration', () => {
  it('has a status when it is asked for, not when it is made', async () => {
    const { client } = await createScene()
    const made = await client.registration.enterprise.create({
      name: '示例公司',
      code: '91000000MA0000000N',
      component_phone: '000',
    })
    expect(Object.keys(made).toSorted()).toEqual(['authorize_url', 'taskid'])
    expect(await client.registration.enterprise.query({ taskid: made.taskid })).toMatchObject({ status: 1 })
  })
})

describe('the old versions of current paths', () => {
  const old = {
    name: '示例公司',
    code: '91000000MA0000000N',
    code_type: 1,
    legal_persona_openid: 'o-sample',
    legal_persona_name: '张三',
  }

  it.each([
    ['2026-04-30', 0],
    [undefined, -1],
  ] as const)('before %s answer %i', async (before, errcode) => {
    const scene = await createScene(before ? { before } : {})
    const token = await scene.client.component.accessToken()
    const path = `/wxa/component/fastregisterenterpriseweapp?action=create&access_token=${token}`
    expect(await post(scene, path, old)).toMatchObject({ errcode })
  })
})

describe('bad calls to the kit, from JavaScript', () => {
  it.each([
    ['person.confirms', { time: 2 }, /person\.confirms has no option 'time'; known: times/],
    ['person.confirms', { times: '2' }, /times must be a number, got string/],
    ['person.confirms', { times: -1 }, /times must be a whole number from 1 on, got -1/],
    ['person.confirms', { authorized: 'later' }, /authorized must be one of before, after, got 'later'/],
    ['person.confirms', { codes: 'two' }, /codes must be one of same, different/],
    ['person.timesOut', { before: 'face' }, /before must be one of id-card, face-check, confirmation/],
    ['pushTicket', { order: 'backwards' }, /order must be one of documented, reversed, shuffled/],
    ['pushTicket', { order: { 0: 1 } }, /order must be a word or a list of places/],
    ['pushTicket', { retries: 0.5 }, /retries must be a whole number from 0 on, got 0\.5/],
    ['administrator.authorizes', { appId: 'wx1' }, /administrator\.authorizes has no option 'appId'/],
    ['pushTicket', { delay: { minute: 8 } }, /got minute: 8/],
  ])('%s(%j) is refused before anything happens', async (method, options, message) => {
    const platform = await createSimulatedPlatform({ tickets: false })
    onTestFinished(() => platform.close())
    const calls: Record<string, () => Promise<unknown>> = {
      'person.confirms': () => platform.person.confirms(undefined, options as never),
      'person.timesOut': () => platform.person.timesOut(undefined, options as never),
      'administrator.authorizes': () => platform.administrator.authorizes(options as never),
      pushTicket: () => platform.pushTicket(options as never),
    }
    await expect(calls[method]?.()).rejects.toThrow(message)
    expect(platform.pushes).toEqual([])
    expect(platform.authorizers).toEqual([])
  })

  it.each([
    ['wxa/x', { errcode: 1 }, 1, /path must begin with \//],
    ['/wxa/x?action=create', { errcode: 1 }, 1, /hold no host or query/],
    ['/wxa/x', { errCode: 1 }, 1, /a fault is/],
    ['/wxa/x', { lost: 'both' }, 1, /a fault is/],
    ['/wxa/x', { errcode: 1 }, 0, /times must be a whole number/],
  ])('failNext(%j, %j, %j) is refused', async (path, fault, times, message) => {
    const platform = await createSimulatedPlatform({ tickets: false })
    onTestFinished(() => platform.close())
    expect(() => platform.failNext(path, fault as never, times)).toThrow(message)
  })

  it('a platform without a callback URL records what it would push', async () => {
    const platform = await createSimulatedPlatform({ tickets: false })
    onTestFinished(() => platform.close())
    await platform.pushTicket()
    expect(platform.pushes).toMatchObject([{ infoType: 'component_verify_ticket', attempts: [], isAccepted: false }])
    const client = createClient({ ...platform.clientOptions, logger: false })
    await expect(client.component.accessToken()).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
  })
})
