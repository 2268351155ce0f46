import { expect, it } from 'vitest'
import { leaksOf } from '../../../../test/support/error-walk.js'
import { DeadlinePassed } from '../../src/sql/deadline.js'
import type { Dialect } from '../../src/sql/dialect.js'
import { toFault } from '../../src/sql/faults.js'

const secret = 'ticket@@@invented'
const action = { en: 'store a push', zh: '保存推送' }
const none = { en: '', zh: '' }

const faultWith = (fault: ReturnType<Dialect['faultOf']>, error: unknown) =>
  toFault(
    { name: 'mysql', faultOf: () => fault, describe: () => ({ name: 'X', hint: none }) } as unknown as Dialect,
    error,
    'ERR_INBOX_UNAVAILABLE',
    action,
  )

it.each([
  ['mysql2', Object.assign(new Error('closed'), { code: 'ER_X', sql: `INSERT '${secret}'`, values: [secret] })],
  [
    'pg',
    Object.assign(new Error('closed'), { code: '23502', detail: `Failing row contains (${secret})`, where: secret }),
  ],
  ['an ORM', new Error('closed', { cause: new Error(secret) })],
])('an error keeps nothing of what %s puts beside the message', (_, error) => {
  expect(leaksOf(error, [secret])).not.toEqual([])
  expect(leaksOf(faultWith('broken', error), [secret])).toEqual([])
})

it.each(['row', 'duplicate', 'other'] as const)(
  'the message of a fault of kind %s is dropped: it may quote a value',
  (fault) => {
    const error = Object.assign(new Error(`Duplicate entry '${secret}'`), { code: 'ER_DUP_ENTRY', errno: 1062 })
    const { cause } = faultWith(fault, error)
    expect(leaksOf(cause, [secret])).toEqual([])
    expect(cause).toMatchObject({ message: 'ER_DUP_ENTRY', code: 'ER_DUP_ENTRY', errno: 1062 })
  },
)

it('the message of a lost connection and of a deadline is kept', () => {
  expect(faultWith('broken', new Error('connect ECONNREFUSED')).cause).toMatchObject({
    message: 'connect ECONNREFUSED',
  })
  expect(faultWith('other', new DeadlinePassed('no answer')).cause).toMatchObject({ message: 'no answer' })
})
