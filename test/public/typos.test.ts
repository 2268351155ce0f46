import { createClient } from '@wehook/client'
import { createConsole } from '@wehook/console'
import { createMemoryInbox, createMemoryTaskStore, createReceiver } from '@wehook/core'
import { createTelemetry } from '@wehook/opentelemetry'
import { createTasks } from '@wehook/tasks'
import { expect, test } from 'vitest'

// Made-up values of the right shape.
const componentAppId = 'wx0123456789abcdef'
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const inbox = createMemoryInbox()
const receiver = createReceiver({ componentAppId, token: 'a-token', encodingAesKey, inbox, logger: false })
const client = createClient({ componentAppId, componentAppSecret: '0'.repeat(32), logger: false })
const tasks = createTasks({ receiver, client, store: createMemoryTaskStore(), logger: false })
const pages = createConsole({ receiver, inbox, authorize: () => 'ops' })

test.each([
  ['a receiver', () => receiver.signals.on('rejectd' as never, () => {}), 'rejected'],
  ['a client', () => client.signals.on('droped' as never, () => {}), 'dropped'],
  ['tasks', () => tasks.signals.on('tol' as never, () => {}), 'told'],
  ['a console', () => pages.signals.on('act' as never, () => {}), 'acted'],
])('a signal of %s with a typo is refused with what was meant', (_, on, meant) => {
  expect(on).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS_INVALID', hint: expect.stringContaining(meant) }))
})

test('an option of createTelemetry with a typo is refused with what was meant', () => {
  expect(() => createTelemetry({ mesaging: true } as never)).toThrow(
    expect.objectContaining({ code: 'ERR_OPTIONS_INVALID', hint: expect.stringContaining('messaging') }),
  )
})

test.each([
  ['receiver.idle', () => receiver.idle({ timeoutMS: 1 } as never)],
  ['receiver.close', () => receiver.close({ timeoutMS: 1 } as never)],
  ['tasks.close', () => tasks.close({ timeoutMS: 1 } as never)],
  ['a call of the client', () => client.component.preAuthCode({ timeoutMS: 1 } as never)],
  [
    'an upload of the client',
    () => {
      const { certification } = client.authorizer('wx0000000000000001')
      return certification.uploadMaterial(Buffer.from('GIF89a'), { timeoutMS: 1 } as never)
    },
  ],
])('an option of %s with a typo is refused with what was meant', async (_, call) => {
  await expect(call()).rejects.toMatchObject({
    code: 'ERR_OPTIONS_INVALID',
    hint: expect.stringContaining('timeoutMs'),
  })
})

test.each([-1, Number.NaN, '5' as unknown as number])('tasks.close refuses %s ms', async (timeoutMs) => {
  await expect(tasks.close({ timeoutMs })).rejects.toMatchObject({
    code: 'ERR_OPTIONS_INVALID',
    message: expect.stringContaining('timeoutMs'),
  })
})
