import { isWechatApiError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

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
