import { expect, it } from 'vitest'
import { leaksOf, watchErrors } from './error-walk.js'

const secret = 'ticket@@@invented'

it('finds a secret in causes, in hidden properties, in lists, maps, bytes and names', () => {
  const cause = Object.assign(new Error('inner'), { command: { args: ['key', `=${secret}`] } })
  const error = new Error(`outer`, { cause })
  Object.defineProperty(error, 'hidden', { value: new Map([['key', Buffer.from(secret)]]), enumerable: false })
  Object.assign(error, { [Symbol('symbol')]: { [secret]: 1 } })
  expect(leaksOf(error, [secret])).toEqual(['.cause.command.args[1]', '.hidden[0][1]', `.Symbol(symbol).${secret}`])
  expect(leaksOf(new Error('harmless', { cause: new Error('as well') }), [secret])).toEqual([])
})

it('survives circles', () => {
  const error = new Error('a')
  error.cause = error
  expect(leaksOf(error, [secret])).toEqual([])
})

it('knows what a storage was given, and what its methods ended in', async () => {
  const store = {
    async set(_key: string, record: { readonly value: string }) {
      throw Object.assign(new Error('failed'), { record })
    },
  }
  const { watched, leaks } = watchErrors(store)
  await expect(watched.set('k', { value: secret })).rejects.toThrow('failed')
  expect(leaks()).toEqual(['set: .record.value'])
})
