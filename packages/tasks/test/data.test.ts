import { createMemoryTaskStore, type SealKey, type TaskStore } from '@wehook/core'
import { createKeyDigest } from '@wehook/core/storage'
import { describe, expect, it } from 'vitest'
import {
  certification,
  createScene,
  enterprise,
  eventually,
  paths,
  personal,
  taskOf,
  verify,
} from '../../../test/support/tasks.js'
import { adviceText, createTasks } from '../src/index.js'
import { adviceTexts } from '../src/texts.js'

/** A store that keeps what was written, and digests by a seal key. */
function watchedStore(sealKey?: SealKey) {
  const memory = createMemoryTaskStore()
  const keys = new Set<string>()
  const store: TaskStore = {
    ...memory,
    digest: createKeyDigest(sealKey),
    write(writes) {
      for (const write of writes)
        if ('row' in write) for (const key of [...write.row.unique, ...write.row.keys]) keys.add(key)
      return memory.write(writes)
    },
  }
  return { store, keys }
}

const keyA = 'a5'.repeat(32)
const keyB = 'b6'.repeat(32)

describe('data', () => {
  it('rule 33: platforms do not see one another on one store, and events of others are passed over', async () => {
    const store = createMemoryTaskStore()
    const [one, two] = [await createScene({ store }), await createScene({ store })]
    const task = await one.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(task.componentAppId).toBe(one.client.componentAppId)
    expect(await two.tasks.get(task.id)).toBeUndefined()
    expect(await two.tasks.find({ reference: 'm-1' })).toEqual([])
    const same = await two.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(same.id).not.toBe(task.id)
    expect(await one.tasks.counts()).toEqual([{ kind: 'registration.enterprise', outcome: 'pending', count: 1 }])
  })

  it('rule 33: a receiver of several platforms brings tasks only the events of their own', async () => {
    const store = createMemoryTaskStore()
    const [mine, other] = [await createScene({ store }), await createScene()]
    const tasks = createTasks({ receiver: mine.receiver, client: other.client, store, logger: false })
    await mine.client.registration.enterprise.create(enterprise)
    await mine.platform.person.confirms()
    await eventually(async () => expect((await mine.tasks.list()).tasks).toHaveLength(1))
    expect((await tasks.list()).tasks).toEqual([])
    expect(await other.tasks.counts()).toEqual([])
  })

  it('rule 34: keys hold no person: digests stand for the values of the input', async () => {
    const { store, keys } = watchedStore(keyA)
    const scene = await createScene({ store })
    await scene.tasks.registration.personal.create(personal, { reference: 'm-1' })
    await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-2' })
    const text = [...keys].join('\n')
    for (const value of [personal.wxuser, enterprise.name, enterprise.code]) expect(text).not.toContain(value)
    expect(text).toContain('reference:m-1')
  })

  it('rule 34: a task is found and its guard holds while the seal key is being replaced', async () => {
    const memory = createMemoryTaskStore()
    const before = await createScene({ store: { ...memory, digest: createKeyDigest(keyA) } })
    const task = await before.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const after = await before.another({ store: { ...memory, digest: createKeyDigest([keyB, keyA]) } })
    expect(await after.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })).toMatchObject({
      id: task.id,
    })
    before.platform.pushTo(after.url)
    await before.platform.person.confirms(undefined, { info: 'documented' })
    expect((await taskOf(after, task.id)).outcome).toBe('succeeded')
  })

  it('rule 34: at most 100 changes and 50 ids of events are kept', async () => {
    const scene = await createScene()
    const appid = await scene.account(15)
    const task = await scene.tasks.authorizer(appid).certification.submit(certification, { reference: 'm-1' })
    await scene.platform.idle()
    for (let n = 0; n < 110; n++) {
      await scene.platform.clock.advance({ seconds: 2 })
      const status = { task_status: n % 2 ? 6 : 3, message: '', taskid: task.wechat.taskid ?? '' }
      await scene.platform.push({ infoType: 'notify_3rd_wxa_auth', appid, ...status })
    }
    expect((await taskOf(scene, task.id)).history).toHaveLength(100)
    const row = await scene.store.get(scene.client.componentAppId, task.id)
    expect(JSON.parse(row?.body ?? '{}').seen).toHaveLength(50)
  })

  it('rule 35: the input goes 30 days after the end, the task stays until it is forgotten', async () => {
    const bodies: string[] = []
    const memory = createMemoryTaskStore()
    const store: TaskStore = {
      ...memory,
      write(writes) {
        for (const write of writes) if ('row' in write) bodies.push(write.row.body)
        return memory.write(writes)
      },
    }
    const scene = await createScene({ store })
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    await scene.platform.person.confirms()
    await eventually(() => expect(scene.words()).toContain('succeeded'))
    await scene.platform.clock.advance({ days: 31 })
    expect(bodies.at(-1)).toContain(enterprise.name)
    await scene.tasks.tick()
    expect(bodies.at(-1)).not.toContain(enterprise.name)
    expect(await taskOf(scene, task.id)).toMatchObject({ outcome: 'succeeded', reference: 'm-1' })
    expect(await scene.tasks.forget(task.id)).toBe(true)
    expect(await scene.tasks.forget(task.id)).toBe(false)
    expect(await scene.tasks.find({ reference: 'm-1' })).toEqual([])
  })

  it('rule 36: failed and returned always have a status, with the fields of the own input that it concerns', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    const taskid = task.wechat.taskid ?? ''
    const info = {
      name: '',
      code: taskid,
      code_type: 0,
      legal_persona_wechat: '',
      legal_persona_name: '',
      component_phone: '',
      taskid,
    }
    const fieldsAt = async (status: number) => {
      await scene.platform.clock.advance({ minutes: 1 })
      await scene.platform.push({ infoType: 'notify_third_fasteregister', status, msg: '', info })
      return (await taskOf(scene, task.id)).status?.fields
    }
    expect(await fieldsAt(102)).toEqual(['name', 'code'])
    // The current enterprise form has no field for the legal person.
    expect(await fieldsAt(103)).toEqual([])
    expect(await fieldsAt(100003)).toEqual([])
    const appid = await scene.account(13)
    scene.platform.failNext(paths.verify, { errcode: 86019 })
    const refused = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-2' })
    expect(refused.status).toMatchObject({ field: 'errcode', code: 86019, fields: ['enterprise_name', 'code'] })
  })

  it('an unknown status leaves the task open and undetermined', async () => {
    const scene = await createScene()
    const appid = await scene.account(13)
    const task = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-1' })
    await scene.platform.idle()
    await scene.platform.clock.advance({ minutes: 1 })
    await scene.platform.push({ infoType: 'notify_third_fastverifybetaapp', appid, status: 777777, msg: '' })
    const now = await taskOf(scene, task.id)
    expect(now).toMatchObject({ outcome: 'undetermined', status: { known: false, code: 777777 } })
    expect(now.closedAt).toBeUndefined()
    await scene.platform.clock.advance({ minutes: 1 })
    await scene.platform.person.confirms()
    expect((await taskOf(scene, task.id)).outcome).toBe('pending')
  })

  it('says what comes next, in both languages', async () => {
    const scene = await createScene()
    const task = await scene.tasks.registration.enterprise.create(enterprise, { reference: 'm-1' })
    expect(task.next.merchant?.zh).toContain('法定代表人')
    await scene.platform.person.confirms()
    const done = await taskOf(scene, task.id)
    expect(done.next.provider).toMatchObject({ call: 'authorizer(appid).certification.submit' })
    const appid = await scene.account(13)
    const conversion = await scene.tasks.authorizer(appid).beta.verify(verify, { reference: 'm-2' })
    await scene.platform.person.confirms()
    await scene.platform.administrator.confirms()
    const converted = await taskOf(scene, conversion.id)
    expect(converted.next.provider?.call).toBe('client.authorizer(appid).setNickname')
    expect(converted.next.merchant?.zh).toContain('小程序助手')
  })

  it('puts an advice into words, in both languages', () => {
    for (const advice of Object.keys(adviceTexts) as (keyof typeof adviceTexts)[]) {
      expect(adviceText(advice, 'en')).toMatch(/^[A-Z].*\.$/)
      expect(adviceText(advice, 'zh')).toMatch(/\p{Script=Han}/u)
    }
  })
})
