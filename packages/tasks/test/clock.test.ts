import { describe, expect, it } from 'vitest'
import { createScene, enterprise, eventually, type Scene, taskOf } from '../../../test/support/tasks.js'

const hour = 3_600_000

/** A process whose clock is eight hours ahead, on the storage of the scene. */
const ahead = (scene: Scene, options = {}) =>
  scene.another({ now: () => scene.platform.clock.now() + 8 * hour, ...options })

const never = () => new Promise<void>(() => {})

describe('a task that was written while the clock ran eight hours ahead', () => {
  it('whose teller was killed is told after the lease’s own length', async () => {
    const scene = await createScene({ handlerTimeoutMs: 100 })
    const other = await ahead(scene)
    other.tasks.on('pending', never)
    await other.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await eventually(() => expect(other.told).toHaveLength(1))
    await scene.tasks.tick()
    await scene.pass({ minutes: 2 })
    await scene.tasks.tick()
    await eventually(() => expect(scene.words()).toContain('pending'))
  })

  it('whose handler failed is told again after the retry’s own wait', async () => {
    const scene = await createScene()
    const other = await ahead(scene, { retryDelaysMs: [hour] })
    other.tasks.on('pending', () => {
      throw new Error('not yet')
    })
    const failed = new Promise<void>((resolve) => other.tasks.signals.on('failed', () => resolve()))
    await other.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await failed
    await other.tasks.close()
    await scene.tasks.tick()
    await scene.pass({ minutes: 50 })
    await scene.tasks.tick()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(scene.told).toEqual([])
    await scene.pass({ minutes: 20 })
    await scene.tasks.tick()
    await eventually(() => expect(scene.words()).toContain('pending'))
  })

  it('in the middle of its call is called lost after the time-out’s own length', async () => {
    const scene = await createScene({ isStarted: false })
    const other = await ahead(scene)
    scene.platform.holdNext('/wxa/component/fastregisterenterpriseweapp')
    void other.tasks.registration.enterprise
      .create(enterprise, { reference: 'm-1', timeoutMs: 60_000 })
      .catch(() => undefined)
    await eventually(async () => expect((await scene.tasks.list()).tasks).toHaveLength(1))
    const [task] = (await scene.tasks.list()).tasks
    await scene.tasks.tick()
    await scene.pass({ minutes: 2 })
    await scene.tasks.tick()
    expect(await taskOf(scene, task?.id ?? '')).toMatchObject({ answerLost: true })
  })

  it('is pending no longer than the link’s own 24 hours, and happened no later than now', async () => {
    const scene = await createScene()
    const other = await ahead(scene)
    const { id } = await other.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const now = scene.platform.clock.now()
    const task = await taskOf(scene, id)
    expect(task.expiresAt?.getTime()).toBeLessThanOrEqual(now + 24 * hour)
    expect(task.changedAt.getTime()).toBeLessThanOrEqual(now)
    await other.tasks.close()
    scene.losePushes()
    await scene.tasks.tick()
    await scene.pass({ hours: 24, minutes: 31 })
    await scene.tasks.tick()
    expect(scene.count('/wxa/component/fastregisterenterpriseweapp', 'query')).toBe(1)
  })
})
