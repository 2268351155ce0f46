import { expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

it('the account tells what it came from: register_type, principal_name, nick_name, and when it authorized', async () => {
  const { platform, client } = await createScene()
  const opened = Math.floor(platform.clock.now() / 1000)
  await platform.clock.advance({ seconds: 1 })
  await client.registration.enterprise.create(company)
  await platform.person.confirms()
  await client.registration.personal.create({ wxuser: 'sample_wechat' })
  await platform.person.confirms()
  await client.registration.beta.create({ name: '示例小店', openid: 'o-sample' })
  await platform.person.confirms()
  const { list } = await client.component.authorizers({ offset: 0, count: 500 })
  const infos = []
  for (const { authorizer_appid, auth_time } of list) {
    expect(auth_time).toBeGreaterThan(opened)
    infos.push((await client.component.authorizerInfo({ authorizer_appid })).authorizer_info)
  }
  expect(infos).toMatchObject([
    { register_type: 6, principal_name: company.name },
    { register_type: 15 },
    { register_type: 13, nick_name: '示例小店的体验小程序' },
  ])
})
