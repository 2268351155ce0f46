import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

const legacyCompany = {
  ...company,
  code_type: 1,
  legal_persona_wechat: 'sample_wechat',
  legal_persona_name: '张三',
} as const

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
