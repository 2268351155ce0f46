import { expect, it } from 'vitest'
import { checkConnections, notDurable } from '../../src/sql/checks.js'

const hint = { en: 'raise `max`', zh: '调大 `max`' }

it('takes a pool of 3 connections and refuses a smaller one, with its name and the hint', () => {
  checkConnections('postgresStorage', 3, hint)
  expect(() => checkConnections('postgresStorage', 2, hint)).toThrowError(
    expect.objectContaining({
      code: 'ERR_OPTIONS_INVALID',
      message: 'the pool has 2 connections, postgresStorage needs at least 3',
      hint: hint.en,
    }),
  )
})

it('names the database, what is wrong and what to run', () => {
  const error = notDurable('PostgreSQL', 'postgresStorage', { en: 'fsync is off', zh: 'fsync 已关闭' }, 'ALTER SYSTEM')
  expect(error).toMatchObject({
    code: 'ERR_INBOX_UNAVAILABLE',
    message: 'this PostgreSQL is not durable: fsync is off',
    hint: 'run ALTER SYSTEM; or accept the loss with postgresStorage({ allowVolatile: true })',
  })
})
