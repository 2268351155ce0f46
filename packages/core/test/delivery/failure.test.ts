import { expect, it } from 'vitest'
import { summarizeFailure } from '../../src/delivery/failure.js'
import { createMemoryInbox } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

it('names class, code and place, never the message', () => {
  const error = Object.assign(new TypeError('the name 张三\n    at secret.ts:1:1'), { code: 'E_CRM' })
  expect(summarizeFailure(error)).toMatch(/^TypeError E_CRM at failure\.test\.ts:\d+:\d+$/)
})

it('keeps the message when asked for, as one line', () => {
  expect(summarizeFailure(new Error('two\nlines'), { withMessage: true })).toMatch(/^Error at .*: two lines$/)
})

it.each([
  ['a long message', 'x'.repeat(1_000_000)],
  ['a message of blanks', ' '.repeat(1_000_000)],
  ['a message that looks like frames', '\n    at x'.repeat(200_000)],
])('takes linear time: %s', (_, message) => {
  const error = new Error(message)
  const before = performance.now()
  expect(summarizeFailure(error)).toMatch(/^Error at failure\.test\.ts:/)
  // A pattern that goes back over the text takes seconds at a tenth of this length.
  expect(performance.now() - before).toBeLessThan(1_000)
})

it.each([
  [false, /^Error at /],
  [true, /: the name 张三 is too long$/],
])('keepErrorMessages %s decides what is stored of a failed attempt', async (keepErrorMessages, stored) => {
  const inbox = createMemoryInbox()
  const { receiver } = recorded({ inbox, retryDelaysMs: [], keepErrorMessages })
  receiver.on('component_verify_ticket', () => {
    throw new Error('the name 张三 is too long')
  })
  await receiver.start()
  await receiver.handle(toRequest(seal(ticket())))
  await receiver.idle()
  await receiver.close()
  const { entries } = await inbox.list({ state: 'dead' })
  expect(entries[0]?.lastError).toMatch(stored)
})
