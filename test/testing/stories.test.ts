import type { AuthorizationEvents } from '@wehook/core'
import type { StepOptions } from '@wehook/testing'
import { describe, expect, it } from 'vitest'
import { createScene, type Scene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }
const png = Buffer.from('89504e470d0a1a0a', 'hex')

const waysToSend: readonly (readonly [string, StepOptions])[] = [
  ['in order', {}],
  ['out of order', { authorized: 'after', order: 'shuffled' }],
  ['out of order, twice and at once', { order: 'reversed', times: 2, together: true }],
]

function received<T extends keyof AuthorizationEvents>({ events }: Scene, infoType: T): AuthorizationEvents[T][] {
  return events.filter((event): event is AuthorizationEvents[T] => event.infoType === infoType)
}

/** Every push was heard, and every call went well: the story left nothing behind. */
function expectNoFault({ platform }: Scene): void {
  expect(platform.pushes.filter((push) => !push.isAccepted)).toEqual([])
  expect(platform.calls.flatMap((call) => call.rule ?? [])).toEqual([])
}

async function betaApp(scene: Scene, options: StepOptions): Promise<string> {
  const { platform, client } = scene
  const { unique_id } = await client.registration.beta.create({ name: '示例小店', openid: 'o-sample' })
  await platform.person.confirms(unique_id, options)
  const [created] = received(scene, 'notify_third_fastregisterbetaapp')
  expect(created).toMatchObject({ outcome: 'succeeded', payload: { info: { unique_id } } })
  return created?.payload.appid ?? ''
}

describe.each(waysToSend)('through an Express app, pushes %s', (_, options) => {
  it('an enterprise registers', async () => {
    const scene = await createScene()
    const { platform, client } = scene
    const { taskid, authorize_url } = await client.registration.enterprise.create(company)
    expect(authorize_url).toMatch(/^http:.*\/simulated\/tasks\//)
    expect(await client.registration.enterprise.query({ taskid })).toMatchObject({ status: 1 })

    await platform.person.confirms(taskid, options)
    const results = received(scene, 'notify_third_fasteregister')
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({ outcome: 'succeeded', payload: { info: { taskid } } })
    expect(received(scene, 'authorized')).toHaveLength(1)

    const appid = results[0]?.payload.appid ?? ''
    expect(await client.registration.enterprise.query({ taskid })).toMatchObject({ status: 12 })
    expect(await client.authorizer(appid).accessToken()).toBeTruthy()
    const { list } = await client.component.authorizers()
    expect(list).toMatchObject([{ authorizer_appid: appid }])
    expectNoFault(scene)
  })

  it('a person registers', async () => {
    const scene = await createScene()
    const { platform, client } = scene
    const { taskid } = await client.registration.personal.create({ wxuser: 'sample_wechat', component_phone: '000' })
    await platform.person.agrees(taskid)
    expect(await client.registration.personal.query({ taskid })).toMatchObject({ status: 3 })

    await platform.person.confirms(taskid, options)
    const [result] = received(scene, 'notify_third_fasteregister')
    expect(result).toMatchObject({ outcome: 'succeeded', payload: { info: { taskid, code_type: 0 } } })
    expect(await client.authorizer(result?.payload.appid ?? '').accessToken()).toBeTruthy()
    expectNoFault(scene)
  })

  it('a beta app is converted with both confirmations', async () => {
    const scene = await createScene()
    const { platform, client } = scene
    const appid = await betaApp(scene, options)
    const { name: enterprise_name, code, component_phone } = company
    await client.authorizer(appid).beta.verify({ enterprise_name, code, component_phone })
    await platform.person.confirms(undefined, options)
    await platform.administrator.confirms(undefined, options)
    const steps = received(scene, 'notify_third_fastverifybetaapp')
    expect(steps.map((step) => [step.status.code, step.outcome])).toEqual([
      [89251, 'pending'],
      [89252, 'pending'],
      [0, 'succeeded'],
    ])
    expect(steps.every((step) => step.payload.appid === appid)).toBe(true)
    expectNoFault(scene)
  })

  it('a certification is returned once, resubmitted and passed', async () => {
    const scene = await createScene()
    const { platform, client } = scene
    const { appid } = await platform.administrator.authorizes({ principalName: company.name })
    const { certification } = client.authorizer(appid)
    const { mediaid } = await certification.uploadMaterial(png)
    const application = {
      customer_type: 1,
      contact_info: { name: '张三', email: 'a@example.com' },
      qualification: mediaid,
      account_name: '示例小店',
      account_name_type: 1,
      invoice_info: { invoice_type: 1 },
      pay_type: 2,
      third_party_phone: '00000000000',
    } as const

    const first = await certification.submit(application)
    await platform.person.confirms(first.taskid, options)
    expect(await certification.query({ taskid: first.taskid })).toMatchObject({ task_status: 15, apply_status: 1 })
    await platform.person.pays(first.taskid, options)
    await platform.reviewer.returns(first.taskid, { ...options, reason: '营业执照不清晰' })
    expect(await certification.query({ taskid: first.taskid })).toMatchObject({
      apply_status: 3,
      refill_reason: '营业执照不清晰',
    })

    const second = await certification.resubmit({ ...application, taskid: first.taskid })
    await platform.person.confirms(second.taskid, options)
    await platform.person.pays(second.taskid, options)
    await platform.reviewer.passes(second.taskid, options)

    const events = received(scene, 'notify_3rd_wxa_auth')
    const states = (taskid: string) =>
      events
        .filter((event) => event.payload.taskid === taskid)
        .map(({ payload, outcome }) => `${payload.task_status}/${payload.apply_status} ${outcome}`)
        .sort()
    const confirmed = ['0/0 pending', '12/1 pending', '12/2 pending', '6/0 pending', '9/0 pending']
    expect(states(first.taskid)).toEqual([...confirmed, '12/3 returned'].sort())
    expect(states(second.taskid)).toEqual([...confirmed, '12/4 succeeded'].sort())
    expect(platform.authorizers).toMatchObject([{ appid, isCertified: true }])
    expectNoFault(scene)
  })
})

describe('pushes of one step', () => {
  it('come in the documented order by default', async () => {
    const { platform, client, events } = await createScene()
    const { taskid } = await client.registration.enterprise.create(company)
    await platform.person.confirms(taskid)
    expect(events.map((event) => event.infoType)).toEqual(['authorized', 'notify_third_fasteregister'])
  })

  it('come with `authorized` last when asked', async () => {
    const { platform, client, events } = await createScene()
    const { taskid } = await client.registration.enterprise.create(company)
    await platform.person.confirms(taskid, { authorized: 'after', codes: 'different' })
    expect(events.map((event) => event.infoType)).toEqual(['notify_third_fasteregister', 'authorized'])
  })

  it('may come after those of a later step', async () => {
    const scene = await createScene()
    const { platform, client } = scene
    const appid = await betaApp(scene, {})
    const { name: enterprise_name, code, component_phone } = company
    await client.authorizer(appid).beta.verify({ enterprise_name, code, component_phone })
    await platform.person.confirms(undefined, { delay: { minutes: 8 } })
    await platform.administrator.confirms()
    await platform.clock.advance({ minutes: 8 })
    const steps = received(scene, 'notify_third_fastverifybetaapp')
    expect(steps.map((step) => step.status.code)).toEqual([89251, 0, 89252])
  })
})
