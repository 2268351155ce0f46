import { isWechatApiError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { enterprise_name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

async function createConversion() {
  const scene = await createScene({ tickets: true })
  const { appid, authCode } = scene.platform.addAuthorizer({ registerType: 13 })
  await scene.client.component.queryAuth({ authorization_code: authCode })
  const verify = () => scene.client.authorizer(appid).beta.verify(company)
  await verify()
  const statuses = () => scene.events.map((event) => (event.payload as { status: number }).status)
  return { ...scene, appid, verify, statuses }
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 0,
    (error: unknown) => (isWechatApiError(error) ? error.errcode : error),
  )

it('after 100004 the same link may be confirmed again, and the conversion succeeds', async () => {
  const { platform, client, appid, statuses } = await createConversion()
  await platform.person.confirms(undefined, { status: 100004 })
  await platform.person.confirms()
  await platform.administrator.confirms()
  expect(statuses()).toEqual([89251, 100004, 89252, 0])
  const { authorizer_info } = await client.component.authorizerInfo({ authorizer_appid: appid })
  expect(authorizer_info).toMatchObject({ register_type: 19, principal_name: company.enterprise_name })
})

it('after 100004 the call may be made again, which ends the older link', async () => {
  const { platform, verify, statuses } = await createConversion()
  const [older] = platform.tasks
  await platform.person.confirms(undefined, { status: 100004 })
  await verify()
  await expect(platform.person.confirms(older)).rejects.toThrow(/not at this step/)
  await platform.person.confirms()
  await platform.clock.advance({ hours: 25 })
  expect(statuses()).toEqual([89251, 100004, 89251, 89252, 100003])
})

it('after 100004 nothing more is pushed when the 24 h are over', async () => {
  const { platform, verify, statuses } = await createConversion()
  await platform.person.confirms(undefined, { status: 100004 })
  await platform.clock.advance({ hours: 24 })
  expect(statuses()).toEqual([89251, 100004])
  await expect(platform.person.confirms()).rejects.toThrow(/no task waits/)
  expect(await codeOf(verify())).toBe(0)
})

it('awaited persons block another call: 89251 the legal person, 89249 the administrator', async () => {
  const { platform, verify } = await createConversion()
  expect(await codeOf(verify())).toBe(89251)
  await platform.person.confirms()
  expect(await codeOf(verify())).toBe(89249)
})

it.each([
  ['refuses', 100003],
  ['failsFaceCheck', 100002],
] as const)(
  'a legal person who %s: another call is taken at once, and %i comes when the 24 h are over',
  async (step, status) => {
    const first = await createConversion()
    await first.platform.person[step]()
    await first.platform.idle()
    expect(first.statuses()).toEqual([89251])
    await first.platform.clock.advance({ hours: 24 })
    expect(first.statuses()).toEqual([89251, status])
    const second = await createConversion()
    await second.platform.person[step]()
    expect(await codeOf(second.verify())).toBe(0)
    await second.platform.clock.advance({ hours: 23 })
    expect(second.statuses()).toEqual([89251, 89251])
  },
)

describe('a conversion', () => {
  it('blocks a second call while somebody is awaited, and not after a failure', async () => {
    const { platform, verify } = await createConversion()
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
    const { platform, events } = await createConversion()
    await platform.person.confirms()
    await platform.administrator.timesOut()
    expect(events.map((event) => (event.payload as { status: number }).status)).toEqual([89251, 89252, 100003])
  })

  it('ends with 100004 when the real name differs', async () => {
    const { platform, events } = await createConversion()
    await platform.person.confirms(undefined, { status: 100004 })
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', payload: { status: 100004 } })
  })

  it('cannot be asked for twice', async () => {
    const { platform, verify } = await createConversion()
    await platform.person.confirms()
    await platform.administrator.confirms()
    expect(await codeOf(verify())).toBe(91021)
  })
})
