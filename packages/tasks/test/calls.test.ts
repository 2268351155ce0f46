import { createMemoryTaskStore } from '@wehook/core'
import { describe, expect, it } from 'vitest'
import {
  beta,
  certification,
  createScene,
  enterprise,
  eventually,
  paths,
  personal,
  type Scene,
  taskOf,
  toldWords,
  verify,
} from '../../../test/support/tasks.js'
import { type AnyTask, TaskOpenError, type Tasks } from '../src/index.js'

const otherName = { ...enterprise, name: '另一家样例公司' }

/** A process makes the call and dies before its answer comes; its lease is over. `wake` lets it have the answer, as if it was only frozen. */
async function dieDuring(scene: Scene, path: string, call: (tasks: Tasks) => Promise<AnyTask>) {
  const dying = await scene.another({ isStarted: false })
  const held = scene.platform.holdNext(path)
  const end = call(dying.tasks).catch(() => undefined)
  await held.called
  const [task] = (await scene.tasks.list()).tasks
  await scene.platform.clock.advance({ seconds: 66 })
  if (!task) throw new Error('no task was stored before the call')
  const wake = () => {
    held.release()
    return end
  }
  return { id: task.id, wake }
}

describe('calls and the serial rule', () => {
  it('rule 12: again lets a call through; accepted, it takes the place of the open task', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const { beta } = scene.tasks.authorizer(appid)
    const first = await beta.verify(verify, { reference: 'm-1' })
    await scene.platform.person.failsFaceCheck()
    expect(await beta.verify(verify, { reference: 'm-1' })).toMatchObject({ id: first.id })
    expect(scene.count(paths.verify)).toBe(1)
    const second = await beta.verify(verify, { reference: 'm-1', again: true })
    expect(second).toMatchObject({ outcome: 'pending', previous: first.id })
    expect(second.link).toBeDefined()
    const old = await taskOf(scene, first.id)
    expect(old).toMatchObject({ outcome: 'undetermined', supersededBy: second.id })
    expect(old.closedAt).toBeDefined()
  })

  it('rule 12: again, refused because a task is under way, leaves the open task as it is', async () => {
    const scene = await createScene()
    const first = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const again = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1', again: true })
    expect(again).toEqual(await taskOf(scene, first.id))
    expect(scene.count(paths.enterprise, 'create')).toBe(2)
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
  })

  it('rule 12: check asks the query of a kind, once in 10 minutes for a task', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.refuses(undefined, { lost: true })
    expect(await scene.tasks.check(task.id)).toMatchObject({ outcome: 'failed', status: { code: 3 } })
    await scene.tasks.check(task.id)
    await scene.platform.clock.advance({ minutes: 9 })
    await scene.tasks.check(task.id)
    expect(scene.count(paths.enterprise, 'query')).toBe(1)
    await scene.platform.clock.advance({ minutes: 2 })
    await scene.tasks.check(task.id)
    expect(scene.count(paths.enterprise, 'query')).toBe(2)
  })

  it('rule 13: a retry after a lost answer goes out on the same row; 89249 confirms it', async () => {
    const scene = await createScene()
    scene.platform.failNext(paths.enterprise, { lost: 'answer' })
    const lost = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(lost).toMatchObject({ outcome: 'undetermined', answerLost: true, advice: 'retry' })
    const retried = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(retried).toMatchObject({ id: lost.id, outcome: 'pending', status: { field: 'errcode', code: 89249 } })
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(scene.count(paths.enterprise, 'create')).toBe(2)
  })

  it('rule 13: a retry that is accepted is the next generation of the same row', async () => {
    const scene = await createScene()
    scene.platform.failNext(paths.enterprise, { lost: 'request' })
    const lost = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const retried = await scene.tasks.registration.enterprise.create(otherName, { reference: 'm-1' })
    expect(retried).toMatchObject({ id: lost.id, outcome: 'pending' })
    expect(retried.answerLost).toBeUndefined()
    await scene.platform.person.confirms()
    expect((await taskOf(scene, lost.id)).outcome).toBe('succeeded')
  })

  it('rule 13: with another reference a refusal is ERR_TASK_OPEN and an acceptance opens a new row', async () => {
    const scene = await createScene()
    const { enterprise: calls } = scene.tasks.registration
    scene.platform.failNext(paths.enterprise, { lost: 'answer' })
    const lost = await calls.create(enterprise, { reference: 'm-1' })
    await expect(calls.create(enterprise, { reference: 'm-2' })).rejects.toMatchObject({
      code: 'ERR_TASK_OPEN',
      reason: 'reference',
      taskId: lost.id,
    })
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    await scene.platform.clock.advance({ hours: 24 })
    await scene.platform.pushTicket()
    const second = await calls.create(enterprise, { reference: 'm-2' })
    expect(second).toMatchObject({ outcome: 'pending', reference: 'm-2', previous: lost.id })
    expect((await taskOf(scene, lost.id)).supersededBy).toBe(second.id)
  })

  it('rule 14: 89249 of a foreign task: kinds keyed by appid stay open, kinds keyed by company fail for 24 h', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    await scene.client.authorizer(appid).beta.verify(verify)
    await scene.client.registration.enterprise.create(enterprise)
    await scene.platform.idle()
    for (const { id } of (await scene.tasks.list()).tasks) await scene.tasks.forget(id)
    const conversion = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    expect(conversion).toMatchObject({ outcome: 'pending', foreign: true, status: { code: 89251 } })
    await scene.platform.person.confirms(scene.platform.tasks[0], { status: 103 })
    expect(await taskOf(scene, conversion.id)).toMatchObject({ outcome: 'failed', status: { code: 103 } })
    const company = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(company).toMatchObject({
      outcome: 'failed',
      advice: 'retry-later',
      status: { field: 'errcode', code: 89249, retryAfter: { hours: 24 } },
    })
    await scene.platform.person.refuses(scene.platform.tasks[1])
    expect(await taskOf(scene, company.id)).toMatchObject({ status: { code: 89249 } })
  })

  it('rule 15: the second click waits for the answer of the first, here and in another process', async () => {
    const scene = await createScene()
    const other = await scene.another()
    const held = scene.platform.holdNext(paths.enterprise)
    const first = scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await held.called
    const clicks = [scene, other].map(({ tasks }) =>
      tasks.registration.enterprise.create(enterprise, { reference: 'm-1' }),
    )
    held.release()
    const tasks = await Promise.all([first, ...clicks])
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(1)
    expect(tasks.every(({ link }) => link !== undefined)).toBe(true)
    expect(scene.count(paths.enterprise, 'create')).toBe(1)
  })

  it('rule 15: the second click of a refused call gets the refusal, without a second call', async () => {
    const scene = await createScene({ simulated: { companies: [] } })
    const calls = Array.from({ length: 4 }, () =>
      scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' }),
    )
    const tasks = await Promise.all(calls)
    expect(new Set(tasks.map(({ id, outcome }) => `${id} ${outcome}`)).size).toBe(1)
    expect(scene.count(paths.enterprise, 'create')).toBe(1)
  })

  it('rule 16: another input under the reference of an open task is refused, after its end a new row', async () => {
    const scene = await createScene()
    const { enterprise: calls } = scene.tasks.registration
    const first = await calls.create(enterprise, { reference: 'm-1' })
    const reordered = { component_phone: enterprise.component_phone, code: enterprise.code, name: enterprise.name }
    expect((await calls.create(reordered, { reference: 'm-1' })).id).toBe(first.id)
    const refused = await calls.create(otherName, { reference: 'm-1' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TaskOpenError)
    expect(refused).toMatchObject({ reason: 'input', taskId: first.id })
    await expect(calls.create(enterprise, { reference: 'm-2' })).rejects.toMatchObject({ reason: 'reference' })
    await scene.platform.person.refuses()
    await eventually(async () => expect((await taskOf(scene, first.id)).outcome).toBe('failed'))
    await scene.platform.clock.advance({ minutes: 1 })
    const second = await calls.create(otherName, { reference: 'm-1' })
    expect(second).toMatchObject({ outcome: 'pending', previous: first.id })
    expect((await scene.tasks.find({ reference: 'm-1' })).map(({ id }) => id)).toEqual([second.id, first.id])
  })

  it('rule 16: submit while the certification is returned is refused with the hint to resubmit', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const { certification: calls } = scene.tasks.authorizer(appid)
    await calls.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    await expect(calls.submit(certification, { reference: 'm-1' })).rejects.toMatchObject({
      reason: 'returned',
      hint: expect.stringContaining('resubmit'),
    })
  })

  it('rule 17: what was certainly not sent leaves no row', async () => {
    const scene = await createScene()
    const { enterprise: calls } = scene.tasks.registration
    await expect(calls.create({ ...enterprise, code: '1' }, { reference: 'm-1' })).rejects.toMatchObject({
      code: 'ERR_API_INPUT',
    })
    await expect(calls.create(enterprise, { reference: '' })).rejects.toMatchObject({ code: 'ERR_OPTIONS_INVALID' })
    await expect(calls.create(enterprise, { reference: 'm-1', signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    await scene.platform.clock.advance({ hours: 3 })
    scene.platform.failNext('/cgi-bin/component/api_component_token', { errcode: 45009 })
    await expect(calls.create(enterprise, { reference: 'm-1' })).rejects.toMatchObject({ code: 'ERR_API', sent: false })
    const unauthorized = scene.tasks.authorizer('wx00000000000000ff')
    await expect(unauthorized.beta.verify(verify, { reference: 'm-1' })).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
    })
    expect((await scene.tasks.list()).tasks).toEqual([])
    expect(scene.count(paths.enterprise)).toBe(0)
    expect(scene.told).toEqual([])
  })

  it('rule 18: a refusal of WeChat resolves with the failed task, told as well', async () => {
    const scene = await createScene({ simulated: { companies: [] } })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(task).toMatchObject({ outcome: 'failed', advice: 'correct-and-retry' })
    expect(task.status).toMatchObject({ field: 'errcode', code: 86022, fields: ['name', 'code'] })
    expect(task.history.at(-1)?.by).toBe('call')
    await toldWords(scene, 'failed')
  })

  it('rule 18: -1 and 89247 count as a lost answer, unless the table says to give up', async () => {
    const scene = await createScene()
    for (const [errcode, reference] of [
      [-1, 'm-1'],
      [89247, 'm-2'],
    ] as const) {
      scene.platform.failNext(paths.personal, { errcode })
      const task = await scene.tasks.registration.personal.create(personal, { reference })
      expect(task).toMatchObject({ outcome: reference === 'm-1' ? 'undetermined' : 'undetermined', answerLost: true })
    }
    const legacy = await scene.tasks.registration.enterpriseLegacy.create(
      {
        name: enterprise.name,
        code: enterprise.code,
        code_type: 1,
        legal_persona_wechat: 'sample_person',
        legal_persona_name: '样例人',
      },
      { reference: 'm-3' },
    )
    expect(legacy).toMatchObject({ outcome: 'failed', status: { code: -1, advice: 'give-up' } })
  })

  it('rule 18: an abort after sending rejects, and the row stays', async () => {
    const scene = await createScene()
    const held = scene.platform.holdNext(paths.enterprise)
    const abort = new AbortController()
    const creating = scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1', signal: abort.signal })
    await held.called
    abort.abort()
    await expect(creating).rejects.toThrow('aborted')
    const [task] = (await scene.tasks.list()).tasks
    expect(task).toMatchObject({ outcome: 'undetermined', answerLost: true })
    held.release()
  })

  it('rule 19: the row of a call whose process died is lost after its lease, whoever reads it', async () => {
    const scene = await createScene()
    const other = await scene.another()
    const held = scene.platform.holdNext(paths.enterprise)
    // The answer never comes to the process that called.
    const dying = scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1', timeoutMs: 60_000 })
    await held.called
    const [underWay] = (await other.tasks.list()).tasks
    expect(underWay).toMatchObject({ outcome: 'pending' })
    await scene.platform.clock.advance({ seconds: 66 })
    expect((await other.tasks.list()).tasks[0]).toMatchObject({ outcome: 'undetermined', answerLost: true })
    held.release()
    // An answer that comes all the same still brings the link.
    expect(await dying).toMatchObject({ outcome: 'pending', link: expect.anything() })
  })

  it('rule 19: a success that comes after the lease of a process that died stays, whatever the clock does', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const dead = await dieDuring(scene, paths.verify, ({ authorizer }) =>
      authorizer(appid).beta.verify(verify, { reference: 'm-1', timeoutMs: 60_000 }),
    )
    await scene.platform.person.confirms()
    await scene.platform.administrator.confirms()
    await scene.tasks.tick()
    expect(await taskOf(scene, dead.id)).toMatchObject({ outcome: 'succeeded' })
    await scene.pass({ hours: 49 })
    await scene.tasks.tick()
    expect(await taskOf(scene, dead.id)).toMatchObject({ outcome: 'succeeded' })
  })

  it.each([
    ['accepted', undefined],
    ['refused', 89249],
    ['refused for good', 61070],
  ])('rule 19: a success stays when the answer comes after it: %s', async (_, errcode) => {
    const scene = await createScene()
    const appid = await scene.account(13)
    if (errcode !== undefined) scene.platform.failNext(paths.verify, { errcode })
    const frozen = await dieDuring(scene, paths.verify, ({ authorizer }) =>
      authorizer(appid).beta.verify(verify, { reference: 'm-1', timeoutMs: 60_000 }),
    )
    await scene.platform.push({ infoType: 'notify_third_fastverifybetaapp', appid, status: 0, msg: 'OK' })
    expect(await taskOf(scene, frozen.id)).toMatchObject({ outcome: 'succeeded' })
    expect(await frozen.wake()).toMatchObject({ outcome: 'succeeded' })
    expect(await taskOf(scene, frozen.id)).toMatchObject({ outcome: 'succeeded' })
  })

  it('rule 19: the account that the host named after the lease of a process that died stays, whatever the clock does', async () => {
    const scene = await createScene()
    const dead = await dieDuring(scene, paths.enterprise, ({ registration }) =>
      registration.enterprise.create(enterprise, { reference: 'm-1', timeoutMs: 60_000 }),
    )
    await scene.tasks.settle(dead.id, { appid: 'wxb0000000000000a1' })
    await scene.pass({ hours: 25 })
    await scene.tasks.tick()
    expect(await taskOf(scene, dead.id)).toMatchObject({ outcome: 'succeeded', appid: 'wxb0000000000000a1' })
  })

  it('rule 19: a certification whose process died is not a resubmission: its push keeps it pending', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    scene.platform.pushTo('http://127.0.0.1:9/')
    const dead = await dieDuring(scene, paths.submit, ({ authorizer }) =>
      authorizer(appid).certification.submit(certification, { reference: 'm-1', timeoutMs: 60_000 }),
    )
    scene.platform.pushTo(scene.url)
    const taskid = scene.platform.tasks.at(-1)?.id ?? ''
    await scene.platform.push({ infoType: 'notify_3rd_wxa_auth', appid, task_status: 0, message: '', taskid })
    await scene.tasks.tick()
    expect(await taskOf(scene, dead.id)).toMatchObject({ outcome: 'pending', wechat: { taskid } })
    expect((await taskOf(scene, dead.id)).answerLost).toBeUndefined()
  })

  it('rule 20: a resubmission whose answer was lost is not held back; the push names the new taskid', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const { certification: calls } = scene.tasks.authorizer(appid)
    const task = await calls.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    scene.platform.pushTo('http://127.0.0.1:9/')
    scene.platform.failNext(paths.resubmit, { lost: 'answer' })
    const lost = await calls.resubmit(certification)
    expect(lost).toMatchObject({ id: task.id, outcome: 'undetermined', answerLost: true })
    await scene.platform.idle()
    const again = await calls.resubmit(certification)
    expect(again).toMatchObject({ id: task.id, outcome: 'undetermined' })
    expect(scene.count(paths.resubmit)).toBe(2)
    const second = scene.platform.tasks.at(-1)
    scene.platform.pushTo(scene.url)
    await scene.platform.clock.advance({ minutes: 1 })
    await scene.platform.push({
      infoType: 'notify_3rd_wxa_auth',
      appid,
      task_status: 0,
      message: '',
      taskid: second?.id ?? '',
    })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'pending', wechat: { taskid: second?.id } })
    // The link is known by asking.
    expect(await scene.tasks.check(task.id)).toMatchObject({ link: { url: second?.authorizeUrl } })
  })

  it('rule 20: a resubmission that never arrived is returned again when its clock has run', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const { certification: calls } = scene.tasks.authorizer(appid)
    const task = await calls.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    scene.platform.failNext(paths.resubmit, { lost: 'request' })
    expect(await calls.resubmit(certification)).toMatchObject({ outcome: 'undetermined', answerLost: true })
    await scene.pass({ hours: 24, minutes: 31 })
    await scene.tasks.tick()
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'returned', waitsFor: 'provider' })
    expect(await calls.resubmit(certification)).toMatchObject({ id: task.id, outcome: 'pending' })
  })

  it('rule 20: a certification that was submitted elsewhere can be resubmitted by its taskid', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const { taskid } = await scene.client.authorizer(appid).certification.submit(certification)
    await scene.platform.person.confirms(undefined, { lost: true })
    await scene.platform.person.pays(undefined, { lost: true })
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰', lost: true })
    const { certification: calls } = scene.tasks.authorizer(appid)
    await expect(calls.resubmit(certification)).rejects.toMatchObject({ code: 'ERR_TASK_NOT_FOUND' })
    const task = await calls.resubmit(certification, { taskid, reference: 'm-1' })
    expect(task).toMatchObject({ outcome: 'pending', reference: 'm-1', link: expect.anything() })
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
  })

  it('rule 21: a person may register several apps: the guard stops a double click only', async () => {
    const scene = await createScene()
    const { personal: persons, beta: betas } = scene.tasks.registration
    const [one, two] = [
      await persons.create(personal, { reference: 'm-1' }),
      await persons.create(personal, { reference: 'm-2' }),
    ]
    expect(one.id).not.toBe(two.id)
    expect((await persons.create(personal, { reference: 'm-1' })).id).toBe(one.id)
    const first = await betas.create(beta, { reference: 'm-1' })
    expect((await betas.create(beta, { reference: 'm-2' })).id).not.toBe(first.id)
    expect((await betas.create(beta, { reference: 'm-1' })).id).toBe(first.id)
  })

  it('fails before WeChat is called, with nothing half done, when the store is down', async () => {
    const memory = createMemoryTaskStore()
    let isDown = false
    const guarded = new Proxy(memory, {
      get: (target, name) =>
        isDown && name !== 'digest' && name !== 'durable'
          ? () => Promise.reject(new Error('down'))
          : Reflect.get(target, name),
    })
    const scene = await createScene({ store: guarded })
    isDown = true
    await expect(scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })).rejects.toThrow('down')
    expect(scene.count(paths.enterprise)).toBe(0)
    isDown = false
    expect((await scene.tasks.list()).tasks).toEqual([])
    expect(await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })).toMatchObject({
      outcome: 'pending',
    })
  })
})
