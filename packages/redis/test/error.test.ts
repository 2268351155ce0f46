import { expect, it } from 'vitest'
import { leaksOf } from '../../../test/support/error-walk.js'
import { plainError, toError } from '../src/error.js'
import { faults } from '../src/texts.js'

const secret = 'ticket@@@invented'

/** As ioredis rejects: the command and all its arguments beside the message. */
const ofIoredis = (message: string, more: object = {}) =>
  Object.assign(new Error(message), { name: 'ReplyError', command: { name: 'evalsha', args: ['k', secret] }, ...more })

it.each([
  ['the arguments of a command', ofIoredis('OOM command not allowed')],
  [
    'what Redis quotes of a command',
    ofIoredis(`ERR unknown command 'hset', with args beginning with: 'k' '${secret}'`),
  ],
  ['errors of other nodes', ofIoredis('no node', { lastNodeError: ofIoredis('closed') })],
  ['errors before it', ofIoredis('failed', { previousErrors: [ofIoredis('closed')] })],
  ['a cause', ofIoredis('failed', { cause: ofIoredis('closed') })],
])('an error keeps nothing of %s', (_, error) => {
  expect(leaksOf(error, [secret])).not.toEqual([])
  expect(leaksOf(toError('ERR_INBOX_UNAVAILABLE', faults.other, error), [secret])).toEqual([])
})

it('keeps name, code and message, which say what happened', () => {
  const plain = plainError(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }))
  expect(plain).toMatchObject({ name: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' })
  expect(plainError('thrown').message).toMatch(/other than an error/)
})
