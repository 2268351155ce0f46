import { createMemoryTaskStore, GiveUp, Retry } from '@wehook/core'
import { describe, expect, it } from 'vitest'
import {
  createScene,
  enterprise,
  eventually,
  personal,
  taskOf,
  toldWords,
  verify,
} from '../../../test/support/tasks.js'

describe('telling', () => {
  it('rule 29: a failing handler reruns no other handler of the host, and its change is told again', async () => {
    const scene = await createScene({ retryDelaysMs: [1_000, 1_000] })
    let runs = 0
    const hostRuns: string[] = []
    scene.receiver.on('notify_third_fasteregister', ({ id }) => void hostRuns.push(id))
    scene.tasks.on('succeeded', () => {
      runs++
      if (runs < 3) throw new Error('not yet')
    })
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms()
    expect(scene.platform.pushes.every(({ isAccepted }) => isAccepted)).toBe(true)
    for (const expected of [1, 2, 3]) {
      await eventually(() => expect(runs).toBe(expected))
      await new Promise((resolve) => setTimeout(resolve, 20))
      await scene.platform.clock.advance({ seconds: 2 })
      await scene.tasks.tick()
    }
    expect(hostRuns).toHaveLength(1)
    const succeeded = scene.told.filter(({ word }) => word === 'succeeded')
    expect(new Set(succeeded.map(({ change }) => change.id)).size).toBe(1)
    expect(succeeded).toHaveLength(3)
  })

  it('rule 29: the changes of a task are told in order, one at a time', async () => {
    const scene = await createScene()
    const order: string[] = []
    let inside = 0
    for (const word of ['pending', 'changed', 'succeeded'] as const) {
      scene.tasks.on(word, async (task) => {
        inside++
        expect(inside).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 30))
        inside--
        order.push(`${word} ${task.outcome}`)
      })
    }
    const appid = await scene.account(13)
    await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.platform.administrator.confirms()
    await eventually(() =>
      expect(order).toEqual(['pending pending', 'changed pending', 'changed pending', 'succeeded succeeded']),
    )
  })

  it('rule 29: after the last attempt a change is dead, listed, and told by retell', async () => {
    const scene = await createScene({ retryDelaysMs: [] })
    const dead: string[] = []
    scene.tasks.signals.on('dead', ({ taskId }) => dead.push(taskId))
    const off = scene.tasks.on('pending', () => {
      throw new Error('broken')
    })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(dead).toEqual([task.id]))
    const [listed] = (await scene.tasks.list({ dead: true })).tasks
    expect(listed).toMatchObject({ id: task.id, dead: true })
    await scene.platform.person.confirms()
    expect(scene.words()).not.toContain('succeeded')
    off()
    await scene.tasks.retell(task.id)
    await toldWords(scene, 'pending', 'pending', 'succeeded')
    expect((await scene.tasks.list({ dead: true })).tasks).toEqual([])
  })

  it('Retry replaces the wait of the table, GiveUp makes a change dead at once, and both reasons are told', async () => {
    const scene = await createScene({ retryDelaysMs: [1_000, 1_000] })
    const reasons: string[] = []
    let throws: Error = new Retry({ afterMs: 60_000, reason: 'the CRM answered 429' })
    let runs = 0
    scene.tasks.signals.on('failed', ({ reason }) => reasons.push(reason))
    scene.tasks.on('pending', () => {
      runs++
      throw throws
    })
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(reasons).toHaveLength(1))
    // Past the wait of the table, before the one that was asked for.
    await scene.platform.clock.advance({ seconds: 30 })
    await scene.tasks.tick()
    expect(runs).toBe(1)
    throws = new GiveUp('this merchant was deleted')
    await scene.platform.clock.advance({ seconds: 31 })
    await scene.tasks.tick()
    await eventually(async () => expect((await scene.tasks.list({ dead: true })).tasks).toHaveLength(1))
    expect(runs).toBe(2)
    expect(reasons[0]).toContain('the CRM answered 429')
    expect(reasons[1]).toContain('this merchant was deleted')
  })

  it('rule 29: a handler that never ends counts as failed after handlerTimeoutMs', async () => {
    const scene = await createScene({ handlerTimeoutMs: 50, retryDelaysMs: [] })
    const failed: string[] = []
    scene.tasks.signals.on('failed', ({ reason }) => failed.push(reason))
    scene.tasks.on('pending', () => new Promise(() => {}))
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(failed).toHaveLength(1))
  })

  it('rule 29: what a process that died had to tell is told by another', async () => {
    const scene = await createScene({ isStarted: false })
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms()
    const other = await scene.another()
    await other.tasks.tick()
    await toldWords(other, 'pending', 'succeeded')
    expect(scene.told).toEqual([])
  })

  it('rule 30: a handler sees the task as it was after the change, and narrow data', async () => {
    const scene = await createScene({ isStarted: false })
    const seen: string[] = []
    scene.tasks.on(
      'pending',
      (task, change) => void seen.push(`${task.outcome} ${task.history.length} ${change.outcome}`),
    )
    scene.tasks.on(
      'succeeded',
      'registration.enterprise',
      (task) => void seen.push(`${task.outcome} ${task.appid.slice(0, 2)}`),
    )
    scene.tasks.on('succeeded', 'registration.personal', () => void seen.push('never'))
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await scene.tasks.start()
    await scene.tasks.tick()
    await eventually(() => expect(seen).toEqual(['pending 1 pending', 'succeeded wx']))
    expect(Object.isFrozen(task)).toBe(true)
    expect(Object.isFrozen(task.history)).toBe(true)
  })

  it('rule 30: a change that no handler takes counts as told', async () => {
    const scene = await createScene()
    const counts: number[] = []
    const other = await scene.another()
    await scene.tasks.close()
    other.tasks.signals.on('told', ({ handlers }) => counts.push(handlers))
    await other.tasks.registration.personal.create(personal, { reference: 'm-1' })
    await eventually(() => expect(counts).toHaveLength(1))
    expect(await other.tasks.tick()).toBe(0)
  })

  it('rule 31: nothing is told before start or after close, and close waits for handlers', async () => {
    const scene = await createScene({ isStarted: false })
    await scene.tasks.registration.personal.create(personal, { reference: 'm-1' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(scene.told).toEqual([])
    await scene.tasks.start()
    let isDone = false
    scene.tasks.on('pending', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      isDone = true
    })
    await scene.tasks.tick()
    await eventually(() => expect(scene.told).toHaveLength(1))
    await scene.tasks.close()
    expect(isDone).toBe(true)
    await scene.tasks.registration.personal.create(personal, { reference: 'm-2' })
    expect(scene.told).toHaveLength(1)
  })

  it('rule 31: start looks at due tasks after firstTickMs and every tickMs', async () => {
    const scene = await createScene({ firstTickMs: 10, tickMs: 10 })
    await scene.tasks.registration.personal.create(personal, { reference: 'm-1' })
    await scene.platform.clock.advance({ hours: 22, minutes: 1 })
    await toldWords(scene, 'pending', 'expiring')
  })

  it('rule 32: a push that comes while the store is down fails, so that an inbox delivers it again', async () => {
    const memory = createMemoryTaskStore()
    let isDown = false
    const store = new Proxy(memory, {
      get: (target, name) =>
        isDown && name === 'find' ? () => Promise.reject(new Error('down')) : Reflect.get(target, name),
    })
    const scene = await createScene({ store })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    isDown = true
    await scene.platform.person.refuses()
    expect(scene.platform.pushes.at(-1)?.isAccepted).toBe(false)
    isDown = false
    expect((await taskOf(scene, task.id)).outcome).toBe('pending')
    expect(await scene.tasks.check(task.id)).toMatchObject({ outcome: 'failed' })
  })

  it('rule 32: says once at start what a receiver without an inbox means for tasks', async () => {
    const lines: string[] = []
    const log = (_: object, message: string) => void lines.push(message)
    await createScene({ logger: { info: log, warn: log, error: log }, language: 'zh' })
    expect(lines.filter((line) => line.includes('inbox'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('不持久'))).toHaveLength(1)
    lines.length = 0
    const receiver = { on: () => () => {}, hasInbox: true } as never
    const withInbox = await createScene({ receiver, logger: { info: log, warn: log, error: log }, language: 'zh' })
    await withInbox.tasks.start()
    expect(lines.filter((line) => line.includes('inbox'))).toEqual([])
  })
})
