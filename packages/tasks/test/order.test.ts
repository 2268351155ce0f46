import { describe, expect, it } from 'vitest'
import {
  certification,
  createScene,
  enterprise,
  eventually,
  paths,
  type Scene,
  taskOf,
  toldWords,
  verify,
} from '../../../test/support/tasks.js'

async function submitted(scene: Scene) {
  const appid = await scene.account(15)
  const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
  await scene.platform.idle()
  const push = (task_status: number, fields: { apply_status?: number; CreateTime?: number; taskid?: string } = {}) =>
    scene.platform.push({
      infoType: 'notify_3rd_wxa_auth',
      appid,
      task_status,
      message: '状态',
      taskid: task.wechat.taskid ?? '',
      ...fields,
    })
  return { appid, task, push }
}

const seconds = (scene: Scene) => Math.floor(scene.platform.clock.now() / 1000)

describe('order of evidence', () => {
  it('rule 8: pushes of one second are ordered by their place in the flow', async () => {
    const scene = await createScene()
    const { task, push } = await submitted(scene)
    await scene.platform.clock.advance({ minutes: 1 })
    const CreateTime = seconds(scene)
    await push(12, { apply_status: 2, CreateTime })
    for (const status of [9, 6, 3]) await push(status, { CreateTime })
    const now = await taskOf(scene, task.id)
    expect(now).toMatchObject({ outcome: 'pending', status: { field: 'apply_status', code: 2 }, waitsFor: 'reviewer' })
    expect(now.history.filter(({ late }) => late)).toHaveLength(3)
  })

  it('rule 8: a slow return of the old taskid does not undo a resubmission', async () => {
    const scene = await createScene()
    const { appid, task, push } = await submitted(scene)
    await push(12, { apply_status: 3 })
    await eventually(async () => expect((await taskOf(scene, task.id)).outcome).toBe('returned'))
    const returnedTask = scene.platform.tasks.find(({ id }) => id === task.wechat.taskid)
    Object.assign(returnedTask ?? {}, { phase: 'returned', applyStatus: 3 })
    const again = await scene.tasks.authorizer(appid).certification.resubmit(certification)
    expect(again).toMatchObject({ id: task.id, outcome: 'pending' })
    await scene.platform.clock.advance({ minutes: 5 })
    await push(12, { apply_status: 3 })
    const now = await taskOf(scene, task.id)
    expect(now.outcome).toBe('pending')
    expect(now.history.at(-1)).toMatchObject({ late: true, outcome: 'returned' })
    await toldWords(scene, 'pending', 'changed', 'returned', 'pending', 'changed')
  })

  it('rule 8: 89251 after 89252 is late', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.idle()
    await scene.platform.clock.advance({ minutes: 1 })
    const CreateTime = seconds(scene)
    const push = (status: number) =>
      scene.platform.push({ infoType: 'notify_third_fastverifybetaapp', appid, status, msg: '', CreateTime })
    await push(89252)
    await push(89251)
    expect(await taskOf(scene, task.id)).toMatchObject({ waitsFor: 'administrator', status: { code: 89252 } })
  })

  it('rule 9: a success is final', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.clock.advance({ minutes: 5 })
    const taskid = task.wechat.taskid ?? ''
    await scene.platform.push({
      infoType: 'notify_third_fasteregister',
      status: -1,
      msg: 'failed',
      info: {
        name: '',
        code: taskid,
        code_type: 0,
        legal_persona_wechat: '',
        legal_persona_name: '',
        component_phone: '',
        taskid,
      },
    })
    const now = await taskOf(scene, task.id)
    expect(now.outcome).toBe('succeeded')
    expect(now.history.at(-1)).toMatchObject({ late: true, outcome: 'failed' })
  })

  it('rule 9: any other outcome yields to newer evidence, a closure by the clock to any', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    const sentAt = seconds(scene)
    await scene.platform.idle()
    scene.platform.pushTo('http://127.0.0.1:9/')
    await scene.pass({ hours: 49 })
    await scene.tasks.tick()
    await scene.pass({ hours: 1 })
    await scene.tasks.tick()
    expect(await taskOf(scene, task.id)).toMatchObject({
      outcome: 'failed',
      status: { field: 'clock', zh: expect.stringContaining('48') },
    })
    scene.platform.pushTo(scene.url)
    const push = (status: number, CreateTime: number) =>
      scene.platform.push({ infoType: 'notify_third_fastverifybetaapp', appid, status, msg: '', CreateTime })
    await push(100003, sentAt + 3600)
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 100003 } })
    await push(0, sentAt + 7200)
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded' })
  })

  it('rule 10: the same status pushed again with another time is kept as seen and not told', async () => {
    const scene = await createScene()
    const { task, push } = await submitted(scene)
    await scene.platform.clock.advance({ minutes: 1 })
    await push(6)
    const before = (await taskOf(scene, task.id)).history.length
    const told = scene.told.length
    await scene.platform.clock.advance({ minutes: 1 })
    await push(6)
    await push(6)
    expect((await taskOf(scene, task.id)).history).toHaveLength(before)
    expect(scene.told).toHaveLength(told)
  })

  it('rule 11: a query only moves a task forward, and not by the taskid of an earlier generation', async () => {
    const scene = await createScene()
    const { appid, task, push } = await submitted(scene)
    await push(9)
    // The simulated platform still says 0.
    expect(await scene.tasks.check(task.id)).toMatchObject({ status: { field: 'task_status', code: 9 } })
    await scene.platform.clock.advance({ minutes: 11 })
    scene.platform.failNext(paths.query, { errcode: 45009 })
    expect(await scene.tasks.check(task.id)).toMatchObject({ status: { code: 9 } })
    await scene.platform.clock.advance({ minutes: 11 })
    await scene.platform.person.confirms(task.wechat.taskid, { lost: true })
    expect(await scene.tasks.check(task.id)).toMatchObject({ waitsFor: 'payment' })
    expect((await taskOf(scene, task.id)).appid).toBe(appid)
    await toldWords(scene, 'pending', 'changed', 'changed', 'changed')
  })
})
