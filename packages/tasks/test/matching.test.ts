import { describe, expect, it } from 'vitest'
import {
  beta,
  certification,
  createScene,
  enterprise,
  eventually,
  paths,
  personal,
  taskOf,
  toldWords,
  verify,
} from '../../../test/support/tasks.js'

const hour = { hours: 1 }

describe('matching and adoption', () => {
  it('rule 1: a push that names only a taskid finds an enterprise and a personal registration', async () => {
    const scene = await createScene()
    const company = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const person = await scene.tasks.registration.personal.create(personal, { reference: 'm-2' })
    await scene.platform.person.confirms(company.wechat.taskid)
    await scene.platform.person.confirms(person.wechat.taskid)
    await eventually(async () => {
      expect(await taskOf(scene, company.id)).toMatchObject({ kind: 'registration.enterprise', outcome: 'succeeded' })
      expect(await taskOf(scene, person.id)).toMatchObject({ kind: 'registration.personal', outcome: 'succeeded' })
    })
  })

  it('rule 1: a code without a name is a taskid', async () => {
    const scene = await createScene()
    const company = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const info = { name: '', code: company.wechat.taskid ?? '', code_type: 0 }
    await scene.platform.push({ infoType: 'notify_third_fasteregister', appid: '', status: 100001, msg: '', info })
    await eventually(async () => expect(await taskOf(scene, company.id)).toMatchObject({ outcome: 'failed' }))
  })

  it('rule 1: pushes of the documented shapes are found by WeChat id, company code and name', async () => {
    const scene = await createScene()
    const company = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const person = await scene.tasks.registration.personal.create(personal, { reference: 'm-2' })
    await scene.platform.person.confirms(company.wechat.taskid, { info: 'documented' })
    await scene.platform.person.confirms(person.wechat.taskid, { info: 'documented' })
    await eventually(async () => {
      expect((await taskOf(scene, company.id)).outcome).toBe('succeeded')
      expect((await taskOf(scene, person.id)).outcome).toBe('succeeded')
    })
  })

  it('rule 1: an adopted registration gets its kind from the queries, or from the account', async () => {
    const scene = await createScene()
    await scene.client.registration.personal.create(personal)
    await scene.client.registration.enterprise.create(enterprise)
    const [person, company] = scene.platform.tasks
    await scene.platform.person.refuses(person)
    await scene.platform.person.confirms(company)
    await eventually(async () => expect((await scene.tasks.list()).tasks).toHaveLength(2))
    expect((await scene.tasks.list()).tasks.map(({ kind }) => kind)).toEqual([
      'registration.unknown',
      'registration.unknown',
    ])
    await scene.tasks.tick()
    const kinds = (await scene.tasks.list()).tasks.map(({ kind, outcome }) => `${kind} ${outcome}`)
    expect(kinds.sort()).toEqual(['registration.enterprise succeeded', 'registration.personal failed'])
  })

  it('rule 2: a push that comes before the answer of its call waits for it', async () => {
    const scene = await createScene()
    const held = scene.platform.holdNext(paths.enterprise)
    const creating = scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(scene.platform.tasks).toHaveLength(1))
    const [{ id: taskid = '' } = {}] = scene.platform.tasks
    const info = { name: '', code: taskid, code_type: 0, legal_persona_wechat: '', legal_persona_name: '', taskid }
    const pushing = scene.platform.push({
      infoType: 'notify_third_fasteregister',
      status: 103,
      msg: 'failed',
      info: { ...info, component_phone: '' },
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    held.release()
    const task = await creating
    await pushing
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 103 }, reference: 'm-1' })
    await toldWords(scene, 'pending', 'failed')
  })

  it('rule 2: an answer that brings the taskid of an adopted row takes its changes over and removes it', async () => {
    const scene = await createScene()
    const held = scene.platform.holdNext(paths.enterprise)
    // A process with another clock does not know that the call is under way.
    const other = await scene.another({ now: () => scene.platform.clock.now() + 60_000 })
    const creating = scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(scene.platform.tasks).toHaveLength(1))
    const [{ id: taskid = '' } = {}] = scene.platform.tasks
    scene.platform.pushTo(other.url)
    const info = { name: '', code: taskid, code_type: 0, legal_persona_wechat: '', legal_persona_name: '', taskid }
    await scene.platform.push({
      infoType: 'notify_third_fasteregister',
      status: 101,
      msg: 'failed',
      info: { ...info, component_phone: '' },
    })
    expect((await scene.tasks.list()).tasks).toHaveLength(2)
    held.release()
    const task = await creating
    const { tasks } = await scene.tasks.list()
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ id: task.id, reference: 'm-1', outcome: 'failed', status: { code: 101 } })
    expect(tasks[0]?.history.map(({ by, outcome }) => `${by} ${outcome}`)).toContain('push failed')
  })

  it('rule 3: a success of an unknown taskid is not given to the task whose answer was lost', async () => {
    const scene = await createScene()
    scene.platform.failNext(paths.enterprise, { lost: 'answer' })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(task).toMatchObject({ outcome: 'undetermined', answerLost: true })
    expect(task.link).toBeUndefined()
    const info = {
      name: '',
      code: 'ffff',
      code_type: 0,
      legal_persona_wechat: '',
      legal_persona_name: '',
      taskid: 'ffff',
    }
    await scene.platform.push({
      infoType: 'notify_third_fasteregister',
      status: 0,
      msg: 'OK',
      appid: 'wx00000000000000aa',
      info: { ...info, component_phone: '' },
    })
    expect((await taskOf(scene, task.id)).outcome).toBe('undetermined')
    await scene.platform.clock.advance({ hours: 24, minutes: 31 })
    await scene.tasks.tick()
    expect(await taskOf(scene, task.id)).toMatchObject({
      outcome: 'failed',
      advice: 'retry',
      status: { field: 'clock', zh: expect.stringContaining('24') },
    })
  })

  it('rule 3: a conversion whose answer was lost is still ended by its push', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    scene.platform.failNext(paths.verify, { lost: 'answer' })
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    expect(task.answerLost).toBe(true)
    await scene.platform.push({ infoType: 'notify_third_fastverifybetaapp', appid, status: 101, msg: 'failed' })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 101 } })
  })

  it('rule 4: a failure without any key changes nothing, is signalled, and makes open tasks due', async () => {
    const scene = await createScene()
    const unmatched: string[] = []
    scene.tasks.signals.on('unmatched', ({ infoType }) => unmatched.push(infoType))
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.clock.advance(hour)
    await scene.platform.person.refuses(undefined, { withoutInfo: true })
    expect(unmatched).toEqual(['notify_third_fasteregister'])
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'pending' })
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    await scene.tasks.tick()
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 3 } })
  })

  it('rule 4: a time-out without info asks only about links that end about then, five at most', async () => {
    const scene = await createScene()
    for (let n = 0; n < 7; n++) {
      await scene.tasks.registration.personal.create({ wxuser: `sample_person_${n}` }, { reference: `m-${n}` })
      await scene.platform.clock.advance({ minutes: 2 })
    }
    await scene.pass({ hours: 23, minutes: 44 })
    const push = { infoType: 'notify_third_fasteregister', status: 100003, msg: 'not confirmed' } as const
    await scene.platform.push(push)
    await scene.tasks.tick()
    expect(scene.count(paths.personal, 'query')).toBe(5)
  })

  it('rule 5: adopted tasks are told to their own word alone, until they are claimed', async () => {
    const scene = await createScene()
    await scene.client.registration.beta.create(beta)
    await scene.platform.person.confirms()
    await toldWords(scene, 'adopted')
    const [adopted] = (await scene.tasks.list()).tasks
    expect(adopted).toMatchObject({ kind: 'registration.beta', outcome: 'succeeded' })
    expect(adopted?.reference).toBeUndefined()
    const claimed = await scene.tasks.claim(adopted?.id ?? '', { reference: 'm-9' })
    expect(claimed).toMatchObject({ reference: 'm-9', outcome: 'succeeded' })
    await toldWords(scene, 'adopted', 'succeeded')
    expect(await scene.tasks.find({ reference: 'm-9' })).toHaveLength(1)
    await expect(scene.tasks.claim(claimed.id, { reference: 'm-8' })).rejects.toMatchObject({ code: 'ERR_TASK_STATE' })
  })

  it('rule 5: adoption can be turned off, and closed adopted tasks go after 30 days', async () => {
    const scene = await createScene()
    const without = await createScene({ adopt: false })
    for (const { client, platform } of [scene, without]) {
      await client.registration.beta.create(beta)
      await platform.person.confirms()
    }
    expect((await without.tasks.list()).tasks).toHaveLength(0)
    await eventually(async () => expect((await scene.tasks.list()).tasks).toHaveLength(1))
    await toldWords(scene, 'adopted')
    await scene.platform.clock.advance({ days: 29 })
    await scene.tasks.tick()
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    await scene.platform.clock.advance({ days: 2 })
    await scene.tasks.tick()
    expect((await scene.tasks.list()).tasks).toHaveLength(0)
  })

  it('rule 5: two pushes of one foreign task adopt one row', async () => {
    const scene = await createScene()
    await scene.client.registration.enterprise.create(enterprise)
    await scene.platform.person.refuses(undefined, { times: 2, together: true })
    await eventually(async () => expect((await scene.tasks.list()).tasks).toHaveLength(1))
  })

  it('rule 6: a late ending from before the second conversion was opened goes to the first', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const first = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.person.failsFaceCheck()
    await scene.platform.clock.advance(hour)
    const failedAt = Math.floor(scene.platform.clock.now() / 1000)
    await scene.platform.clock.advance(hour)
    const second = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1', again: true })
    const late = { infoType: 'notify_third_fastverifybetaapp', appid, status: 100002, msg: 'failed' } as const
    await scene.platform.push({ ...late, CreateTime: failedAt })
    expect(await taskOf(scene, first.id)).toMatchObject({ outcome: 'failed', supersededBy: second.id })
    expect(await taskOf(scene, second.id)).toMatchObject({ outcome: 'pending', previous: first.id })
    await scene.platform.person.confirms()
    await scene.platform.administrator.confirms()
    expect(await taskOf(scene, second.id)).toMatchObject({ outcome: 'succeeded', appid })
  })

  it('rule 7: an unknown taskid of a known appid continues its certification', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    await eventually(async () => expect((await taskOf(scene, task.id)).outcome).toBe('returned'))
    await scene.platform.clock.advance(hour)
    await scene.client.authorizer(appid).certification.resubmit({ ...certification, taskid: task.wechat.taskid ?? '' })
    await scene.platform.idle()
    const continued = await taskOf(scene, task.id)
    expect(continued).toMatchObject({ outcome: 'pending', waitsFor: 'administrator' })
    expect(continued.wechat.taskid).not.toBe(task.wechat.taskid)
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
  })
})
