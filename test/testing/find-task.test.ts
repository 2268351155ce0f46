import { expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }
const path = '/wxa/component/fastregisterenterpriseweapp'

it('nobody acts on a task whose link was lost with the answer; time ends it', async () => {
  const { platform, client, events } = await createScene()
  platform.failNext(path, { lost: 'answer' })
  await expect(client.registration.enterprise.create(company)).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
  const [task] = platform.tasks
  expect(task?.isReachable).toBe(false)
  for (const step of ['agrees', 'confirms', 'refuses', 'failsFaceCheck'] as const) {
    await expect(platform.person[step](company.code)).rejects.toThrow(/no answer of the API has brought the link/)
  }
  await platform.person.timesOut(company.code)
  expect(events).toMatchObject([{ outcome: 'failed', payload: { status: 100003 } }])
})

it('the person who is meant without a name is the one with a link', async () => {
  const { platform, client, events } = await createScene()
  platform.failNext(path, { lost: 'answer' })
  await expect(client.registration.enterprise.create(company)).rejects.toThrow()
  await client.registration.enterprise.create({ ...company, code: '91000000MA0000001R' })
  await platform.person.confirms()
  expect(events.at(-1)).toMatchObject({ outcome: 'succeeded' })
  expect(platform.tasks.map((task) => task.phase)).toEqual(['person', 'done'])
})

it('a query brings the link as well', async () => {
  const { platform, client } = await createScene()
  platform.failNext(path, { lost: 'answer' })
  await expect(client.registration.enterprise.create(company)).rejects.toThrow()
  const taskid = platform.tasks[0]?.id ?? ''
  await client.registration.enterprise.query({ taskid })
  await platform.person.confirms(taskid)
})

it('retired interfaces send the person a message: no link is needed', async () => {
  const { platform, client, events } = await createScene({ before: '2026-04-30' })
  platform.failNext('/cgi-bin/component/fastregisterweapp', { lost: 'answer' })
  const legalPerson = { code_type: 1, legal_persona_wechat: 'sample_wechat', legal_persona_name: '张三' } as const
  await expect(client.registration.enterpriseLegacy.create({ ...company, ...legalPerson })).rejects.toThrow()
  await platform.person.confirms()
  expect(events.at(-1)).toMatchObject({ outcome: 'succeeded' })
})
