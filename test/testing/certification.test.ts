import type { SimulatedPlatformOptions } from '@wehook/testing'
import { describe, expect, it } from 'vitest'
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

async function post(scene: Pick<Scene, 'platform'>, path: string, body: object) {
  const response = await fetch(`${scene.platform.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

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
