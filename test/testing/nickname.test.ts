import { expect, it } from 'vitest'
import { createScene } from './scene.js'

async function createAccount(registerType: number, options: Parameters<typeof createScene>[0] = {}) {
  const scene = await createScene(options)
  const { appid, authCode } = scene.platform.addAuthorizer({ registerType, nickName: '示例小店的体验小程序' })
  await scene.client.component.queryAuth({ authorization_code: authCode })
  const nameOf = () => scene.platform.authorizers.find((account) => account.appid === appid)?.nickName
  return { ...scene, account: scene.client.authorizer(appid), nameOf }
}

it('a beta mini program keeps the forced suffix, whatever it is called, and after the conversion', async () => {
  const { platform, account, nameOf } = await createAccount(13)
  await account.beta.setNickname({ name: '另一小店' })
  expect(nameOf()).toBe('另一小店的体验小程序')
  await account.beta.verify({ enterprise_name: '示例公司', code: '91000000MA0000000N', component_phone: '0' })
  await platform.person.confirms()
  await platform.administrator.confirms()
  expect(nameOf()).toBe('另一小店的体验小程序')
  await account.setNickname({ nick_name: '另一小店', license: 'mediaid' })
  expect(nameOf()).toBe('另一小店')
})

it('a name is set at once without an audit_id, or reviewed with one', async () => {
  const { platform, account, nameOf } = await createAccount(19, { reviewedNames: ['商城'] })
  expect((await account.setNickname({ nick_name: '示例小店', license: 'mediaid' })).audit_id).toBeUndefined()
  const { audit_id = 0 } = await account.setNickname({ nick_name: '示例商城', license: 'mediaid' })
  expect(await account.queryNickname({ audit_id })).toMatchObject({ nickname: '示例商城', audit_stat: 1 })
  expect(nameOf()).toBe('示例小店')
  await platform.reviewer.refusesName(audit_id, { reason: '名称已被占用' })
  expect(await account.queryNickname({ audit_id })).toMatchObject({ audit_stat: 2, fail_reason: '名称已被占用' })
  const again = await account.setNickname({ nick_name: '示例商城', license: 'mediaid' })
  await platform.reviewer.passesName()
  expect(await account.queryNickname({ audit_id: again.audit_id ?? 0 })).toMatchObject({ audit_stat: 3 })
  expect(nameOf()).toBe('示例商城')
  expect(platform.messages.map(({ fields }) => [fields.Event, fields['ret'], fields['reason']])).toEqual([
    ['wxa_nickname_audit', 2, '名称已被占用'],
    ['wxa_nickname_audit', 3, ''],
  ])
  await expect(platform.reviewer.passesName()).rejects.toThrow(/no such review is open\. Open: none/)
})
