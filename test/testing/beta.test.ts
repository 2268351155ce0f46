import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

describe('a beta app', () => {
  it('has the forced suffix, may be renamed, and keeps name and suffix when it is converted', async () => {
    const { platform, client } = await createScene()
    const { unique_id } = await client.registration.beta.create({ name: '示例小店', openid: 'o-sample' })
    await platform.person.confirms(unique_id)
    const [account] = platform.authorizers
    expect(account?.nickName).toBe('示例小店的体验小程序')
    const { beta } = client.authorizer(account?.appid ?? '')
    await beta.setNickname({ name: '新名字的小店' })
    await beta.verify({ enterprise_name: '示例公司', code: '91000000MA0000000N', component_phone: '000' })
    await platform.person.confirms()
    await platform.administrator.confirms()
    expect(platform.authorizers).toMatchObject([
      { nickName: '新名字的小店的体验小程序', registerType: 19, principalName: '示例公司' },
    ])
  })
})
