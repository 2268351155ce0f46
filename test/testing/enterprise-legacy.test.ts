import { isWechatApiError } from '@wehook/client'
import { expect, it } from 'vitest'
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
