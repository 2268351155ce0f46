import { expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }
const emptyCompany = { name: '', legal_persona_wechat: '', legal_persona_name: '' }

it('pushes the taskid alone by default, for companies and persons', async () => {
  const { platform, client, events } = await createScene()
  const enterprise = await client.registration.enterprise.create(company)
  await platform.person.confirms(enterprise.taskid)
  const personal = await client.registration.personal.create({ wxuser: 'sample_wechat' })
  await platform.person.confirms(personal.taskid)
  const infos = events.flatMap((event) => (event.infoType === 'notify_third_fasteregister' ? [event.payload.info] : []))
  expect(infos).toMatchObject([
    { ...emptyCompany, code: enterprise.taskid, taskid: enterprise.taskid },
    { ...emptyCompany, code: personal.taskid, taskid: personal.taskid },
  ])
})

it('pushes the company’s or the person’s data without a taskid when the documented form is asked for', async () => {
  const companies = [{ name: company.name, code: company.code, legalPersonaName: '张三' }]
  const people = [
    { wechat: 'sample_wechat', name: '李四' },
    { wechat: 'legal_wechat', name: '张三' },
  ]
  const { platform, client, events } = await createScene({ companies, people })
  const { taskid } = await client.registration.enterprise.create(company)
  await platform.person.confirms(taskid, { info: 'documented' })
  const personal = await client.registration.personal.create({ wxuser: 'sample_wechat' })
  await platform.person.timesOut(personal.taskid, { info: 'documented' })
  const infos = events.flatMap((event) => (event.infoType === 'notify_third_fasteregister' ? [event.payload.info] : []))
  expect(infos).toMatchObject([
    { ...company, code_type: 1, legal_persona_name: '张三', legal_persona_wechat: 'legal_wechat' },
    { wxuser: 'sample_wechat', idname: '李四' },
  ])
  for (const info of infos) expect(info).not.toHaveProperty('taskid')
})
