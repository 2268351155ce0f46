import { createClient, isWechatApiError } from '@wehook/client'
import { createFakeClock, createSimulatedPlatform } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isWechatApiError(error) ? error.errcode : error
}

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
