import { createClient, isWechatApiError } from '@wehook/client'
import { createFakeClock, createSimulatedPlatform } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }
const legacyCompany = {
  ...company,
  code_type: 1,
  legal_persona_wechat: 'sample_wechat',
  legal_persona_name: '张三',
} as const

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isWechatApiError(error) ? error.errcode : error
}

describe('a person who does not confirm', () => {
  it('loses the registration after 24 h, and the company is free again', async () => {
    const { platform, client, events } = await createScene({ tickets: true })
    const { taskid } = await client.registration.enterprise.create(company)
    await platform.clock.advance({ hours: 23, minutes: 59 })
    expect(await codeOf(client.registration.enterprise.create(company))).toBe(89249)
    expect(events).toEqual([])
    await platform.clock.advance({ minutes: 1 })
    expect(events).toMatchObject([{ outcome: 'failed', payload: { status: 100003 } }])
    expect(await client.registration.enterprise.query({ taskid })).toMatchObject({ status: 2 })
    await client.registration.enterprise.create(company)
  })

  it.each([
    ['id-card', 100001],
    ['face-check', 100002],
    ['confirmation', 100003],
  ] as const)('times out before %s with %i', async (before, status) => {
    const { platform, client, events } = await createScene()
    await client.registration.personal.create({ wxuser: 'sample_wechat' })
    await platform.person.timesOut(undefined, { before })
    expect(events).toMatchObject([{ payload: { status } }])
  })

  it('refuses, or fails the face check: the result is pushed, once', async () => {
    const { platform, client, events } = await createScene()
    const first = await client.registration.enterprise.create(company)
    await platform.person.refuses(first.taskid, { withoutInfo: true })
    const second = await client.registration.enterprise.create(company)
    await platform.person.failsFaceCheck(second.taskid)
    await platform.clock.advance({ hours: 25 })
    expect(events).toMatchObject([
      { outcome: 'failed', payload: { status: -1 } },
      { outcome: 'failed', payload: { status: -1, info: { taskid: second.taskid } } },
    ])
    expect(events[0]?.payload).not.toHaveProperty('info')
  })

  it('has a state of its own in each interface', async () => {
    const { platform, client } = await createScene()
    const enterprise = await client.registration.enterprise.create(company)
    const personal = await client.registration.personal.create({ wxuser: 'sample_wechat' })
    await platform.person.refuses(enterprise.taskid)
    await platform.person.failsFaceCheck(personal.taskid)
    expect(await client.registration.enterprise.query({ taskid: enterprise.taskid })).toMatchObject({ status: 3 })
    expect(await client.registration.personal.query({ taskid: personal.taskid })).toMatchObject({ status: 5 })
  })

  it('leaves a beta app unmade: status 3 after 24 h, though refused before', async () => {
    const { platform, client, events } = await createScene()
    await client.registration.beta.create({ name: '示例小店', openid: 'o-sample' })
    await platform.person.refuses()
    expect(events).toEqual([])
    await platform.clock.advance({ hours: 24 })
    expect(events).toMatchObject([{ outcome: 'failed', payload: { status: 3 } }])
  })
})

describe('the commercial register', () => {
  it.each([101, 103, 105, 1000, 1001])('refuses after the face check with %i when told to', async (status) => {
    const { platform, client, events } = await createScene()
    const { taskid } = await client.registration.enterprise.create(company)
    await platform.person.confirms(taskid, { status })
    expect(events).toMatchObject([{ outcome: 'failed', payload: { status } }])
    const expected = status === 1001 ? 1001 : 11
    expect(await client.registration.enterprise.query({ taskid })).toMatchObject({ status: expected })
  })

  it('finds the mismatch that the interface accepted', async () => {
    const { name, code } = company
    const { platform, client, events } = await createScene({
      before: '2026-04-30',
      companies: [{ name, code, legalPersonaName: '李四' }],
    })
    await client.registration.enterpriseLegacy.create(legacyCompany)
    await platform.person.confirms(code)
    expect(events).toMatchObject([{ outcome: 'failed', payload: { status: 103, info: { name, code } } }])
  })
})

describe('before 2026-04-30', () => {
  it('a legacy registration succeeds and carries the company’s data', async () => {
    const { platform, client, events } = await createScene({ before: '2026-04-30' })
    await client.registration.enterpriseLegacy.create(legacyCompany)
    const { component_phone: _, code: __, code_type: ___, ...wanted } = legacyCompany
    expect(await codeOf(client.registration.enterpriseLegacy.search(wanted))).toBe(89251)
    await platform.person.confirms()
    expect(events.at(-1)).toMatchObject({ outcome: 'succeeded', payload: { info: legacyCompany } })
  })

  it('is over today: -1 system error', async () => {
    const { client } = await createScene()
    expect(await codeOf(client.registration.enterpriseLegacy.create(legacyCompany))).toBe(-1)
  })
})

describe('a conversion', () => {
  async function createBeta() {
    const scene = await createScene()
    const { appid, authCode } = scene.platform.addAuthorizer({ registerType: 13 })
    await scene.client.component.queryAuth({ authorization_code: authCode })
    const { name: enterprise_name, code, component_phone } = company
    const verify = () => scene.client.authorizer(appid).beta.verify({ enterprise_name, code, component_phone })
    await verify()
    return { ...scene, verify }
  }

  it('blocks a second call while somebody is awaited, and not after a failure', async () => {
    const { platform, verify } = await createBeta()
    expect(await codeOf(verify())).toBe(89251)
    await platform.person.failsFaceCheck()
    await verify()
    await platform.person.confirms()
    expect(await codeOf(verify())).toBe(89249)
    await platform.clock.advance({ minutes: 1 })
    await platform.administrator.refuses()
    await verify()
  })

  it('ends when the administrator is silent for 24 h', async () => {
    const { platform, events } = await createBeta()
    await platform.person.confirms()
    await platform.administrator.timesOut()
    expect(events.map((event) => (event.payload as { status: number }).status)).toEqual([89251, 89252, 100003])
  })

  it('ends with 100004 when the real name differs', async () => {
    const { platform, events } = await createBeta()
    await platform.person.confirms(undefined, { status: 100004 })
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', payload: { status: 100004 } })
  })

  it('cannot be asked for twice', async () => {
    const { platform, verify } = await createBeta()
    await platform.person.confirms()
    await platform.administrator.confirms()
    expect(await codeOf(verify())).toBe(91021)
  })
})

describe('an authorization', () => {
  it('is given on the page, changed and taken back, each pushed', async () => {
    const { platform, client, events } = await createScene()
    const { pre_auth_code } = await client.component.preAuthCode()
    const { appid, auth_code } = await platform.administrator.authorizes({ preAuthCode: pre_auth_code })
    await client.component.queryAuth({ authorization_code: auth_code })
    await platform.administrator.updates(appid, [18, 17])
    await platform.administrator.updates(appid, [17, 18])
    await platform.administrator.revokes(appid)
    expect(events.map((event) => event.infoType)).toEqual(['authorized', 'updateauthorized', 'unauthorized'])
    expect(events[0]?.payload).toMatchObject({ AuthorizerAppid: appid, PreAuthCode: pre_auth_code })
    expect(await codeOf(client.component.authorizerInfo({ authorizer_appid: appid }))).toBe(61003)
    await expect(platform.administrator.authorizes({ preAuthCode: pre_auth_code })).rejects.toThrow(/used/)
  })

  it('gives a new refresh token with each refresh when asked to', async () => {
    const { platform, client } = await createScene({ rotateRefreshTokens: true })
    const { appid } = await platform.administrator.authorizes()
    const tokens = new Set<string>()
    for (let i = 0; i < 3; i++) {
      tokens.add(await client.authorizer(appid).accessToken())
      await platform.clock.advance({ hours: 2 })
      await platform.pushTicket()
    }
    expect(tokens.size).toBe(3)
    expect(platform.calls.flatMap((call) => call.rule ?? [])).toEqual([])
  })
})

describe('a test that asks for trouble', () => {
  const path = '/wxa/component/fastregisterenterpriseweapp'

  it('gets any errcode, an HTTP status, a lost answer', async () => {
    const { platform, client } = await createScene()
    platform.failNext(path, { errcode: 89247, errmsg: 'inner error' })
    expect(await codeOf(client.registration.enterprise.create(company))).toBe(89247)
    platform.failNext(path, { httpStatus: 502 })
    await expect(client.registration.enterprise.create(company)).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    platform.failNext(path, { lost: 'request' })
    await expect(client.registration.enterprise.create(company)).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(platform.tasks).toHaveLength(0)
    platform.failNext(path, { lost: 'answer' })
    await expect(client.registration.enterprise.create(company)).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(platform.tasks).toHaveLength(1)
  })

  it('answers other APIs as told, with a valid token only', async () => {
    const { platform, client } = await createScene({
      answers: { '/wxa/getwxadevinfo': ({ body }: { body: object }) => ({ errcode: 0, errmsg: 'ok', echo: body }) },
    })
    expect(await client.call('/wxa/getwxadevinfo', { token: 'component', body: { a: 1 } })).toMatchObject({
      echo: { a: 1 },
    })
    const answer = await fetch(`${platform.baseUrl}/wxa/getwxadevinfo?access_token=TOKEN`, { method: 'POST' })
    expect(await answer.json()).toMatchObject({ errcode: 40014 })
    const unknown = await fetch(`${platform.baseUrl}/wxa/other`, { method: 'POST' })
    expect(await unknown.json()).toMatchObject({ errmsg: expect.stringContaining('`answers`') })
  })

  it('is told which tasks there are when it names none of them', async () => {
    const { platform, client } = await createScene()
    await expect(platform.person.confirms()).rejects.toThrow(/person\.confirms: no task waits\. Tasks: none/)
    const { taskid } = await client.registration.enterprise.create(company)
    await expect(platform.reviewer.passes(taskid)).rejects.toThrow(/no|not/)
    await expect(platform.person.confirms('other')).rejects.toThrow(new RegExp(`enterprise ${taskid} \\(person\\)`))
    await client.registration.personal.create({ wxuser: 'sample_wechat' })
    await expect(platform.person.confirms()).rejects.toThrow(/several tasks wait/)
  })

  it('is told which option does not exist', async () => {
    await expect(createSimulatedPlatform({ callbackURL: 'http://127.0.0.1' } as never)).rejects.toThrow(
      /no option 'callbackURL'/,
    )
    await expect(createSimulatedPlatform({ port: '1' } as never)).rejects.toThrow(/port must be a number, got string/)
    await expect(createSimulatedPlatform({ before: '2025-01-01' } as never)).rejects.toThrow(/2026-04-30/)
  })
})

describe('several platforms in one process', () => {
  it('share nothing but, if asked, a clock', async () => {
    const clock = createFakeClock()
    const platforms = [await createSimulatedPlatform({ clock }), await createSimulatedPlatform({ clock })] as const
    onTestFinished(async () => {
      for (const platform of platforms) await platform.close()
    })
    const [one, two] = platforms
    expect(one.receiverOptions.componentAppId).not.toBe(two.receiverOptions.componentAppId)
    await clock.advance({ minutes: 10 })
    expect([one.pushes.length, two.pushes.length]).toEqual([1, 1])
    const client = createClient({ ...one.clientOptions, baseUrl: two.baseUrl, logger: false })
    await expect(client.component.startPushTicket()).rejects.toMatchObject({ errcode: 61011 })
  })

  it('make the same ids from the same seed', async () => {
    const appids: string[] = []
    for (const seed of ['a', 'a', 'b']) {
      const platform = await createSimulatedPlatform({ seed })
      appids.push(platform.receiverOptions.componentAppId)
      await platform.close()
    }
    expect(appids[0]).toBe(appids[1])
    expect(appids[0]).not.toBe(appids[2])
  })
})
