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
} from '../support/tasks.js'

const legacy = {
  name: enterprise.name,
  code: enterprise.code,
  code_type: 1,
  legal_persona_wechat: 'sample_person',
  legal_persona_name: '样例人',
} as const

/** One kind as it is played: how it is opened, and what follows the person's confirmation until it has succeeded. */
interface Play {
  readonly kind: string
  readonly path: string
  readonly registerType?: number
  readonly before?: '2026-04-30'
  open(scene: Scene, appid: string, again?: boolean): Promise<{ readonly id: string; readonly outcome: string }>
  finish?(scene: Scene): Promise<void>
  /** Outcome of a push that nobody confirmed in 24 h; certifications have none, and WeChat says so by query. */
  readonly timeOutStatus?: number
  /** Found without its success push, or ended by the clock. */
  readonly lostSuccess: 'succeeded' | 'candidates'
  /** Codes that end it by push. */
  readonly failures: readonly number[]
}

const reference = { reference: 'm-1' }

const plays: readonly Play[] = [
  {
    kind: 'registration.enterprise',
    path: paths.enterprise,
    open: ({ tasks }) => tasks.registration.enterprise.create(enterprise, reference),
    timeOutStatus: 100003,
    lostSuccess: 'succeeded',
    failures: [-1, 101, 102, 103, 104, 105, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008],
  },
  {
    kind: 'registration.personal',
    path: paths.personal,
    open: ({ tasks }) => tasks.registration.personal.create(personal, reference),
    timeOutStatus: 100003,
    lostSuccess: 'succeeded',
    failures: [-1, 1003, 1004, 1005],
  },
  {
    kind: 'registration.enterpriseLegacy',
    path: '/cgi-bin/component/fastregisterweapp',
    before: '2026-04-30',
    open: ({ tasks }) => tasks.registration.enterpriseLegacy.create(legacy, reference),
    timeOutStatus: 100003,
    lostSuccess: 'succeeded',
    failures: [-1, 101, 103, 1000, 1001],
  },
  {
    kind: 'registration.beta',
    path: paths.beta,
    open: ({ tasks }) => tasks.registration.beta.create(beta, reference),
    timeOutStatus: 3,
    lostSuccess: 'succeeded',
    failures: [3],
  },
  {
    kind: 'beta.conversion',
    path: paths.verify,
    registerType: 13,
    open: ({ tasks }, appid, again = false) => tasks.authorizer(appid).beta.verify(verify, { ...reference, again }),
    finish: ({ platform }) => platform.administrator.confirms(),
    timeOutStatus: 100003,
    lostSuccess: 'succeeded',
    failures: [100004, 101, 102, 103, 104, 105, 1000],
  },
  {
    kind: 'certification',
    path: paths.submit,
    registerType: 15,
    open: ({ tasks }, appid) => tasks.authorizer(appid).certification.submit(certification, reference),
    async finish({ platform }) {
      await platform.person.pays()
      await platform.reviewer.passes()
    },
    lostSuccess: 'succeeded',
    failures: [],
  },
]

async function opened(play: Play) {
  const scene = await createScene({ simulated: play.before ? { before: play.before } : {} })
  const appid = play.registerType === undefined ? '' : await scene.account(play.registerType)
  const task = await play.open(scene, appid)
  await scene.platform.idle()
  return { scene, appid, task }
}

describe.each(plays)('a story of $kind', (play) => {
  it('succeeds', async () => {
    const { scene, task } = await opened(play)
    expect(task.outcome).toBe('pending')
    await scene.platform.person.confirms()
    await play.finish?.(scene)
    const { appid } = scene.platform.tasks[0] ?? {}
    expect(await taskOf(scene, task.id)).toMatchObject({ kind: play.kind, outcome: 'succeeded', appid })
    await eventually(() => expect(scene.words().at(-1)).toBe('succeeded'))
    expect(scene.words()[0]).toBe('pending')
  })

  it.each(play.failures.map((status) => [status]))('fails with the status %i of its push', async (status) => {
    const { scene, task } = await opened(play)
    await scene.platform.person.confirms(undefined, { status })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: status } })
    await eventually(() => expect(scene.words().at(-1)).toBe('failed'))
  })

  it('times out, by push or by asking', async () => {
    const { scene, task } = await opened(play)
    await scene.platform.person.timesOut()
    await scene.pass({ minutes: 31 })
    await scene.tasks.tick()
    const { outcome, status } = await taskOf(scene, task.id)
    expect(outcome).toBe('failed')
    if (play.timeOutStatus !== undefined) expect(status?.code).toBe(play.timeOutStatus)
  })

  it('times out without its push, by the clock or by asking', async () => {
    const { scene, task } = await opened(play)
    scene.losePushes()
    for (const hours of [24.6, 1, 4, 24]) {
      await scene.pass({ minutes: hours * 60 })
      await scene.tasks.tick()
    }
    expect((await taskOf(scene, task.id)).outcome).toBe('failed')
  })

  it('is refused by the call', async () => {
    const scene = await createScene({ simulated: play.before ? { before: play.before } : {} })
    const appid = play.registerType === undefined ? '' : await scene.account(play.registerType)
    scene.platform.failNext(play.path, { errcode: 47001 })
    const task = await play.open(scene, appid)
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { field: 'errcode', code: 47001 } })
    await toldWords(scene, 'failed')
    expect(await play.open(scene, appid)).toMatchObject({ outcome: 'pending' })
  })

  it('finds its success when the push was lost', async () => {
    const { scene, task } = await opened(play)
    scene.losePushes()
    await scene.platform.person.confirms()
    await play.finish?.(scene)
    await scene.platform.idle()
    for (const hours of [24.6, 24]) {
      await scene.pass({ minutes: hours * 60 })
      await scene.tasks.tick()
    }
    const { appid } = scene.platform.tasks[0] ?? {}
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded', appid })
  })

  it('loses its process after the call: another one ends it', async () => {
    const scene = await createScene({ isStarted: false, simulated: play.before ? { before: play.before } : {} })
    const appid = play.registerType === undefined ? '' : await scene.account(play.registerType)
    const held = scene.platform.holdNext(play.path)
    const dying = play.open(scene, appid).catch(() => undefined)
    await held.called
    const other = await scene.another()
    scene.platform.pushTo(other.url)
    await scene.platform.clock.advance({ seconds: 16 })
    const [lost] = (await other.tasks.list()).tasks
    expect(lost).toMatchObject({ outcome: 'undetermined', answerLost: true })
    for (let days = 0; days < 3; days++) {
      await scene.platform.clock.advance({ hours: 24, minutes: 31 })
      await scene.platform.pushTicket()
      await other.tasks.tick()
    }
    expect((await taskOf(other, lost?.id ?? '')).outcome).toBe('failed')
    await eventually(() => expect(other.words().at(-1)).toBe('failed'))
    held.release()
    await dying
  })
})

describe('stories of one kind', () => {
  it('a certification is returned twice, and passes', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const calls = scene.tasks.authorizer(appid).certification
    const task = await calls.submit(certification, reference)
    const links = [task.link?.url]
    for (const reason of ['资料不清晰', '名称不符']) {
      await scene.platform.person.confirms()
      await scene.platform.person.pays()
      await scene.platform.reviewer.returns(undefined, { reason })
      await eventually(() => expect(scene.told.at(-1)).toMatchObject({ word: 'returned', task: { reason } }))
      await scene.platform.clock.advance({ hours: 1 })
      const resubmitted = await calls.resubmit(certification)
      expect(resubmitted).toMatchObject({ id: task.id, outcome: 'pending', waitsFor: 'administrator' })
      links.push(resubmitted.link?.url)
    }
    expect(new Set(links).size).toBe(3)
    await scene.platform.person.confirms()
    await scene.platform.person.pays()
    await scene.platform.reviewer.passes()
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded', appid })
    expect(scene.words().filter((word) => word === 'returned')).toHaveLength(2)
  })

  it('a conversion whose real name differed (100004) succeeds by the same link', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, reference)
    await scene.platform.idle()
    await scene.platform.person.confirms(undefined, { status: 100004 })
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'failed', status: { code: 100004 } })
    await scene.platform.clock.advance({ minutes: 5 })
    await scene.platform.person.confirms()
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'pending', waitsFor: 'administrator' })
    await scene.platform.administrator.confirms()
    expect((await taskOf(scene, task.id)).outcome).toBe('succeeded')
    await toldWords(scene, 'pending', 'changed', 'failed', 'pending', 'succeeded')
  })

  it('two processes share a task: one call, each change told once, in order', async () => {
    const scene = await createScene()
    const other = await scene.another()
    const appid = await scene.account(13)
    const clicks = [scene, other].flatMap(({ tasks }) =>
      [1, 2].map(() => tasks.authorizer(appid).beta.verify(verify, reference)),
    )
    const ids = (await Promise.all(clicks)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(scene.count(paths.verify)).toBe(1)
    await scene.platform.idle()
    scene.platform.pushTo(other.url)
    await scene.platform.person.confirms(undefined, { times: 3, together: true })
    scene.platform.pushTo(scene.url)
    await scene.platform.administrator.confirms()
    const told = () => [...scene.told, ...other.told].map(({ change }) => change.id).sort()
    await eventually(() => expect(told()).toHaveLength(4))
    expect(new Set(told()).size).toBe(4)
    expect((await taskOf(other, ids[0] ?? '')).outcome).toBe('succeeded')
  })

  it('the push of a certification comes before the answer of its call', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const held = scene.platform.holdNext(paths.submit)
    const submitting = scene.tasks.authorizer(appid).certification.submit(certification, reference)
    await held.called
    await new Promise((resolve) => setTimeout(resolve, 50))
    held.release()
    const task = await submitting
    await scene.platform.idle()
    expect((await scene.tasks.list()).tasks).toHaveLength(1)
    expect(await taskOf(scene, task.id)).toMatchObject({
      outcome: 'pending',
      reference: 'm-1',
      link: expect.anything(),
    })
  })
})
