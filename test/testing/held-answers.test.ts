import { expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }
const path = '/wxa/component/fastregisterenterpriseweapp'

it('a held answer arrives after pushes and persons that were faster', async () => {
  const { platform, client, events } = await createScene()
  const held = platform.holdNext(path)
  let isAnswered = false
  const creating = client.registration.enterprise.create(company).finally(() => {
    isAnswered = true
  })
  await held.called
  await platform.person.confirms(company.code)
  expect(events.at(-1)).toMatchObject({ infoType: 'notify_third_fasteregister', outcome: 'succeeded' })
  expect(isAnswered).toBe(false)
  held.release()
  expect((await creating).taskid).toBe(platform.tasks[0]?.id)
})

it('holds one call, and takes a release before it', async () => {
  const { platform, client } = await createScene()
  platform.holdNext(path).release()
  await client.registration.enterprise.create(company)
  await client.registration.enterprise.create({ ...company, code: '91000000MA0000001R' })
  expect(platform.tasks).toHaveLength(2)
})

it('a platform that closes lets held answers go', async () => {
  const { platform, client } = await createScene()
  const held = platform.holdNext(path)
  const creating = client.registration.enterprise.create(company).catch(() => 'gone')
  await held.called
  await platform.close()
  await creating
})

it('refuses a path that no call can have', async () => {
  const { platform } = await createScene()
  expect(() => platform.holdNext('wxa/x?a=1')).toThrow(/holdNext: path must begin with \//)
})
