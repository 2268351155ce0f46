import { expect, it } from 'vitest'
import { createMemoryInbox, isWehookError } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

const push = () => toRequest(seal(ticket()))
const soon = () => new Promise((resolve) => setTimeout(resolve, 30))

it('without an inbox waits for the handlers that run, also beyond the deadline of their answer', async () => {
  const { receiver } = recorded({ deadlineMs: 5 })
  let isDone = false
  receiver.on('component_verify_ticket', async () => {
    await soon()
    isDone = true
  })
  expect((await receiver.handle(push())).status).toBe(503)
  await receiver.idle()
  expect(isDone).toBe(true)
})

it('with an inbox waits until everything stored is handled, retries included', async () => {
  const { receiver } = recorded({ inbox: createMemoryInbox(), retryDelaysMs: [10] })
  let attempts = 0
  receiver.on('component_verify_ticket', async () => {
    await soon()
    attempts += 1
    if (attempts === 1) throw new Error('once')
  })
  await receiver.start()
  await receiver.handle(push())
  await receiver.idle()
  expect(attempts).toBe(2)
})

it('is not held up by what waits for a process with a handler', async () => {
  const { receiver } = recorded({ inbox: createMemoryInbox() })
  receiver.on('authorized', () => {})
  await receiver.start()
  await receiver.handle(push())
  await receiver.idle({ timeoutMs: 3_000 })
})

it('rejects after timeoutMs and says how much is left', async () => {
  const { receiver } = recorded({ inbox: createMemoryInbox() })
  receiver.on('component_verify_ticket', () => {})
  await receiver.handle(push())
  const error = await receiver.idle({ timeoutMs: 20 }).catch((caught: unknown) => caught)
  expect(isWehookError(error, 'ERR_HANDLER_TIMEOUT') && error.message).toBe(
    'the receiver was not idle after 20 ms; 1 stored events are to be delivered',
  )
})
