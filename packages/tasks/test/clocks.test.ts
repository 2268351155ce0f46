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

async function after(scene: Scene, duration: { days?: number; hours?: number; minutes?: number }) {
  await scene.pass(duration)
  return scene.tasks.tick()
}

const legacy = {
  name: enterprise.name,
  code: enterprise.code,
  code_type: 1,
  legal_persona_wechat: 'sample_person',
  legal_persona_name: '样例人',
} as const

describe('clocks and queries', () => {
  it('rule 22: a link is asked about 30 min after its end, again after 1, 4 and 24 h, then it is quiet', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const [simulated] = scene.platform.tasks
    scene.losePushes()
    // The person is half through: agreed, and the simulated time-out is taken back.
    await scene.platform.person.agrees()
    simulated?.cancelTimeout()
    await after(scene, { hours: 24, minutes: 29 })
    expect(scene.count(paths.enterprise, 'query')).toBe(0)
    const asked: number[] = []
    for (const hours of [0.1, 1, 3, 20, 24, 24]) {
      await after(scene, { minutes: hours * 60 })
      asked.push(scene.count(paths.enterprise, 'query'))
    }
    expect(asked).toEqual([1, 2, 3, 4, 4, 4])
    const quiet = await taskOf(scene, task.id)
    expect(quiet).toMatchObject({ outcome: 'undetermined' })
    expect(quiet.closedAt).toBeDefined()
  })

  it('rule 22: a query that fails goes by the same table; a lost authorization stops it with advice', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.refuses(undefined, { lost: true })
    scene.platform.failNext(paths.enterprise, { errcode: 45009 })
    await after(scene, { hours: 24, minutes: 31 })
    expect((await taskOf(scene, task.id)).outcome).toBe('pending')
    await after(scene, { hours: 1 })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 3 } })

    const appid = await scene.account(15)
    const certified = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-2' })
    await scene.platform.idle()
    scene.platform.failNext(paths.query, { errcode: 61007 })
    await after(scene, { hours: 24, minutes: 31 })
    const stopped = await taskOf(scene, certified.id)
    expect(stopped).toMatchObject({ outcome: 'undetermined', status: { field: 'errcode', code: 61007 } })
    await after(scene, { days: 40 })
    expect(scene.count(paths.query)).toBe(1)
  })

  it('rule 22: what could not be asked at its last look is asked again every hour, and not called failed', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.idle()
    scene.losePushes()
    await scene.platform.person.confirms()
    await scene.platform.administrator.confirms()
    scene.platform.failNext(paths.info, { httpStatus: 502 }, 6)
    await after(scene, { hours: 24, minutes: 31 })
    await after(scene, { hours: 24 })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'undetermined' })
    await after(scene, { hours: 1 })
    await after(scene, { hours: 1 })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded', appid })
  })

  it('rule 23: a certification is asked about at its end, and in review 1, 3, 7, 14 and 30 days after its last change', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await eventually(async () => expect((await taskOf(scene, task.id)).waitsFor).toBe('reviewer'))
    const asked: number[] = []
    for (const days of [1.1, 2, 4, 7, 16, 30]) {
      await after(scene, { days })
      asked.push(scene.count(paths.query))
    }
    expect(asked).toEqual([1, 2, 3, 4, 5, 5])
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'pending', waitsFor: 'reviewer' })
  })

  it('rule 23: the time-out and the lost return of a certification are found by asking', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const other = await scene.account(15)
    const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    const late = await scene.tasks.authorizer(other).certification.submit(certification, { reference: 'm-2' })
    await scene.platform.person.confirms(task.wechat.taskid)
    await scene.platform.person.pays(task.wechat.taskid)
    await scene.platform.reviewer.returns(task.wechat.taskid, { reason: '资料不清晰', lost: true })
    await after(scene, { hours: 25 })
    expect(await taskOf(scene, task.id)).toMatchObject({
      outcome: 'returned',
      reason: '资料不清晰',
      waitsFor: 'provider',
    })
    expect(await taskOf(scene, late.id)).toMatchObject({ outcome: 'failed', status: { field: 'task_status', code: 1 } })
  })

  it('rule 24: a conversion is undetermined after 24 h 30 min and closed after 48 h 30 min', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.idle()
    scene.losePushes()
    await after(scene, { hours: 24, minutes: 31 })
    const doubtful = await taskOf(scene, task.id)
    expect(doubtful).toMatchObject({ outcome: 'undetermined', advice: 'query' })
    expect(doubtful.closedAt).toBeUndefined()
    await after(scene, { hours: 24 })
    expect(await taskOf(scene, task.id)).toMatchObject({
      outcome: 'failed',
      status: { field: 'clock', zh: expect.stringContaining('48') },
    })
  })

  it('rule 24: the administrator has a day of their own, and a success without its push is found', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.clock.advance({ hours: 20 })
    await scene.platform.person.confirms()
    await eventually(async () => expect((await taskOf(scene, task.id)).waitsFor).toBe('administrator'))
    await after(scene, { hours: 20 })
    expect((await taskOf(scene, task.id)).outcome).toBe('pending')
    await scene.platform.administrator.confirms(undefined, { lost: true })
    await after(scene, { hours: 5 })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded', appid })
  })

  it('rule 25: a beta mini program and a retired registration are found in the list of authorizers', async () => {
    const scene = await createScene({ simulated: { before: '2026-04-30' } })
    const created = await scene.tasks.registration.beta.create(beta, { reference: 'm-1' })
    const company = await scene.tasks.registration.enterpriseLegacy.create(legacy, { reference: 'm-2' })
    const expired = await scene.tasks.registration.beta.create({ ...beta, name: '另一个试用' }, { reference: 'm-3' })
    const [betaTask, legacyTask] = scene.platform.tasks
    await scene.platform.person.confirms(betaTask, { lost: true })
    await scene.platform.person.confirms(legacyTask, { lost: true })
    scene.losePushes()
    await after(scene, { hours: 24, minutes: 31 })
    expect(await taskOf(scene, created.id)).toMatchObject({ outcome: 'succeeded', appid: betaTask?.appid })
    expect(await taskOf(scene, company.id)).toMatchObject({ outcome: 'succeeded', appid: legacyTask?.appid })
    for (const hours of [1, 3, 20]) await after(scene, { hours })
    expect(await taskOf(scene, expired.id)).toMatchObject({ outcome: 'failed', status: { field: 'clock' } })
  })

  it('rule 26: one account that fits is the result; several are candidates until the host settles', async () => {
    const scene = await createScene()
    const first = await scene.tasks.registration.personal.create(personal, { reference: 'm-1' })
    const second = await scene.tasks.registration.personal.create({ wxuser: 'other_person' }, { reference: 'm-2' })
    const company = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-3' })
    for (const { wechat } of [first, second, company])
      await scene.platform.person.confirms(wechat.taskid, { lost: true })
    expect(await scene.tasks.check(company.id)).toMatchObject({
      outcome: 'succeeded',
      appid: scene.platform.tasks[2]?.appid,
    })
    const [one = '', two = ''] = scene.platform.tasks.map(({ appid }) => appid)
    const doubtful = await scene.tasks.check(first.id)
    expect(doubtful).toMatchObject({ outcome: 'undetermined', candidates: [one, two] })
    expect(doubtful.appid).toBeUndefined()
    expect(await scene.tasks.settle(first.id, { appid: one })).toMatchObject({ outcome: 'succeeded', appid: one })
    await expect(scene.tasks.settle(second.id, { appid: one })).rejects.toMatchObject({ code: 'ERR_TASK_STATE' })
    expect(await scene.tasks.check(second.id)).toMatchObject({ outcome: 'succeeded', appid: two })
  })

  it('rule 26: no account yet is asked about again after an hour', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms(undefined, { lost: true })
    const account = scene.platform.authorizers[0] as { isAuthorized: boolean } | undefined
    Object.assign(account ?? {}, { isAuthorized: false })
    expect(await scene.tasks.check(task.id)).toMatchObject({ outcome: 'undetermined', candidates: [] })
    Object.assign(account ?? {}, { isAuthorized: true })
    await after(scene, { hours: 1 })
    expect((await taskOf(scene, task.id)).outcome).toBe('succeeded')
  })

  it('rule 27: a return is told with its reason; the push has none', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    await eventually(() =>
      expect(scene.told.at(-1)).toMatchObject({ word: 'returned', task: { reason: '资料不清晰' } }),
    )
    expect(scene.told.at(-1)?.change.reason).toBe('资料不清晰')
  })

  it('rule 27: a failing query holds up the telling, not the task; after the last try it is told without', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    scene.platform.failNext(paths.query, { errcode: 45009 }, 5)
    await scene.platform.reviewer.fails(undefined, { reason: '主体不符' })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed' })
    for (const seconds of [5, 30, 120, 600]) {
      await eventually(() => expect(scene.count(paths.query)).toBeGreaterThan(0))
      const before = scene.count(paths.query)
      expect(scene.words()).not.toContain('failed')
      await scene.platform.clock.advance({ seconds })
      await scene.tasks.tick()
      await eventually(() => expect(scene.count(paths.query)).toBe(before + 1))
      // The next try is written down before time goes on: nobody holds the telling any more.
      await eventually(async () => {
        const row = await scene.store.get(scene.client.componentAppId, task.id)
        expect(JSON.parse(row?.body ?? '{}').telling?.by).toBeUndefined()
      })
    }
    await eventually(() => expect(scene.told.at(-1)).toMatchObject({ word: 'failed' }))
    expect(scene.told.at(-1)?.task.reason).toBeUndefined()
    await scene.platform.clock.advance({ minutes: 11 })
    expect(await scene.tasks.check(task.id)).toMatchObject({ reason: '主体不符' })
    await eventually(() => expect(scene.told.at(-1)).toMatchObject({ word: 'changed', task: { reason: '主体不符' } }))
  })

  it('rule 28: two hours before its end a link is told once; slept through, it is dropped', async () => {
    const scene = await createScene()
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const appid = await scene.account(13)
    await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-2' })
    await scene.platform.idle()
    await after(scene, { hours: 21, minutes: 59 })
    expect(scene.words()).not.toContain('expiring')
    await after(scene, { minutes: 2 })
    await after(scene, { minutes: 1 })
    await eventually(() => expect(scene.words().filter((word) => word === 'expiring')).toHaveLength(2))
    expect(scene.told.at(-1)?.task.expiresAt).toBeInstanceOf(Date)
  })

  it.each([
    ['the person has confirmed', { hours: 1 }],
    ['the link has ended', { hours: 2, minutes: 5 }],
  ])('rule 28: a reminder that could not be told before %s is dropped', async (_, later) => {
    const scene = await createScene({ isStarted: false })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    scene.platform.tasks[0]?.cancelTimeout()
    await after(scene, { hours: 22, minutes: 1 })
    expect((await taskOf(scene, task.id)).history.map(({ word }) => word)).toEqual(['pending', 'expiring'])
    await scene.pass(later)
    await scene.platform.person.confirms()
    await scene.tasks.start()
    await after(scene, { minutes: 1 })
    await toldWords(scene, 'pending', 'succeeded')
  })

  it('rule 28: a reminder that was slept through is not told', async () => {
    const scene = await createScene()
    await scene.tasks.registration.personal.create(personal, { reference: 'm-1' })
    scene.platform.tasks[0]?.cancelTimeout()
    await after(scene, { hours: 24, minutes: 5 })
    expect(scene.words()).not.toContain('expiring')
    await toldWords(scene, 'pending')
  })
})
