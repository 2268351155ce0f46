import { isWechatApiError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = {
  name: '示例商贸有限公司',
  code: '91000000MA0000000N',
  code_type: 1,
  legal_persona_wechat: 'sample_wechat',
  legal_persona_name: '张三',
  component_phone: '00000000000',
} as const

async function createSearch() {
  const scene = await createScene({ before: '2026-04-30' })
  await scene.client.registration.enterpriseLegacy.create(company)
  const { name, legal_persona_wechat, legal_persona_name } = company
  const search = (change = {}) =>
    scene.client.registration.enterpriseLegacy
      .search({ name, legal_persona_wechat, legal_persona_name, ...change })
      .then(
        () => 0,
        (error: unknown) => (isWechatApiError(error) ? error.errcode : error),
      )
  return { ...scene, search }
}

it('search finds a task by all three fields, the legal person’s name among them', async () => {
  const { search } = await createSearch()
  expect(await search()).toBe(89251)
  expect(await search({ legal_persona_name: '李四' })).toBe(89250)
  expect(await search({ legal_persona_wechat: 'other_wechat' })).toBe(89250)
})

it('search tells success from failure: 0 and 89250', async () => {
  const succeeded = await createSearch()
  await succeeded.platform.person.confirms()
  expect(await succeeded.search()).toBe(0)
  const failed = await createSearch()
  await failed.platform.person.confirms(undefined, { status: 101 })
  expect(await failed.search()).toBe(89250)
})

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isWechatApiError(error) ? error.errcode : error
}

describe('before 2026-04-30', () => {
  it('a legacy registration succeeds and carries the company’s data', async () => {
    const { platform, client, events } = await createScene({ before: '2026-04-30' })
    await client.registration.enterpriseLegacy.create(company)
    const { component_phone: _, code: __, code_type: ___, ...wanted } = company
    expect(await codeOf(client.registration.enterpriseLegacy.search(wanted))).toBe(89251)
    await platform.person.confirms()
    expect(events.at(-1)).toMatchObject({ outcome: 'succeeded', payload: { info: company } })
  })

  it('is over today: -1 system error', async () => {
    const { client } = await createScene()
    expect(await codeOf(client.registration.enterpriseLegacy.create(company))).toBe(-1)
  })
})
