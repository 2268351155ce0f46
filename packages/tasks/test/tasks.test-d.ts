import { expectTypeOf, test } from 'vitest'
import type { Task, Tasks } from '../src/index.js'

declare const tasks: Tasks

test('an outcome narrows the task', () => {
  tasks.on('succeeded', (task, change) => {
    expectTypeOf(task.appid).toEqualTypeOf<string>()
    expectTypeOf(task.outcome).toEqualTypeOf<'succeeded'>()
    expectTypeOf(task.reference).toEqualTypeOf<string>()
    expectTypeOf(change.id).toEqualTypeOf<string>()
  })
  tasks.on('failed', (task) => {
    expectTypeOf(task.status.zh).toEqualTypeOf<string>()
    expectTypeOf(task.status.fields).toEqualTypeOf<readonly string[]>()
  })
  tasks.on('pending', (task) => expectTypeOf(task.status?.code).toEqualTypeOf<number | undefined>())
})

test('a kind narrows it further', () => {
  tasks.on('succeeded', 'registration.enterprise', (task) => {
    expectTypeOf(task).toEqualTypeOf<Task<'registration.enterprise', 'succeeded'>>()
  })
  tasks.on('pending', 'beta.conversion', (task) => expectTypeOf(task.appid).toEqualTypeOf<string>())
  tasks.on('pending', 'registration.beta', (task) => expectTypeOf(task.appid).toEqualTypeOf<string | undefined>())
})

test('only a certification is returned', () => {
  tasks.on('returned', (task) => {
    expectTypeOf(task.kind).toEqualTypeOf<'certification'>()
    expectTypeOf(task.status.code).toEqualTypeOf<number | undefined>()
  })
  tasks.on('returned', 'certification', (task) => expectTypeOf(task.outcome).toEqualTypeOf<'returned'>())
  // @ts-expect-error a registration is never returned
  tasks.on('returned', 'registration.enterprise', () => {})
})

test('the further words', () => {
  tasks.on('expiring', (task) => expectTypeOf(task.outcome).toEqualTypeOf<'pending'>())
  tasks.on('adopted', (task) => expectTypeOf(task.reference).toEqualTypeOf<undefined>())
  tasks.on('changed', (task) => expectTypeOf(task.reference).toEqualTypeOf<string>())
  // @ts-expect-error not a word
  tasks.on('done', () => {})
  // @ts-expect-error not a kind
  tasks.on('failed', 'registration', () => {})
})

test('a task narrows by kind and by outcome', () => {
  const read = (task: Task) => {
    if (task.outcome === 'succeeded') expectTypeOf(task.appid).toEqualTypeOf<string>()
    if (task.outcome === 'returned') expectTypeOf(task.kind).toEqualTypeOf<'certification'>()
    if (task.kind === 'certification') expectTypeOf(task.appid).toEqualTypeOf<string>()
    if (task.outcome === 'failed') expectTypeOf(task.status.code).toEqualTypeOf<number | undefined>()
  }
  expectTypeOf(read).toBeFunction()
})

test('calls take the names and inputs of the client, and need a reference', () => {
  const { enterprise } = tasks.registration
  expectTypeOf(
    enterprise.create({ name: '', code: '', component_phone: '' }, { reference: '' }),
  ).resolves.toEqualTypeOf<Task<'registration.enterprise'>>()
  // @ts-expect-error a reference is required
  enterprise.create({ name: '', code: '', component_phone: '' }, {})
  // @ts-expect-error a field is missing
  enterprise.create({ name: '', code: '' }, { reference: '' })
  const { certification } = tasks.authorizer('')
  type Input = Parameters<typeof certification.resubmit>[0]
  expectTypeOf<Extract<Input, { readonly taskid: string }>>().toBeNever()
  // @ts-expect-error a taskid is taken over with a reference only
  certification.resubmit({} as Input, { taskid: '' })
})
