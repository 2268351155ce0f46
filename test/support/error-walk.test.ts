import { expect, it } from 'vitest'
import { createErrorWatch, leaksOf } from './error-walk.js'

const secret = 'ticket@@@invented'

it('finds a secret in causes, in hidden properties, in lists, maps, bytes and names', () => {
  const cause = Object.assign(new Error('inner'), { command: { args: ['key', `=${secret}`] } })
  const error = new Error('outer', { cause })
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

it('knows what methods were given, and what they ended in or told a listener', async () => {
  const store = {
    async set(_key: string, { value }: { readonly value: string }) {
      throw Object.assign(new Error('failed'), { command: [value] })
    },
    consume: ({ onError }: { readonly onError: (error: unknown) => void }) => onError(new Error(secret)),
    part: (name: string) => ({
      fail(): never {
        throw new Error(`failed as ${name}`)
      },
    }),
  }
  const { watch, unwatched, errors, leaks } = createErrorWatch()
  const watched = watch(store)
  await expect(watched.set('k', { value: JSON.stringify({ token: secret }) })).rejects.toThrow('failed')
  watched.consume({ onError: () => {} })
  expect(() => watched.part('inner').fail()).toThrow('failed as inner')
  expect(errors()).toBe(3)
  expect(leaks()).toEqual(['set: .command[0]', 'onError: .stack', 'onError: .message'])
  expect(unwatched(watched)).toBe(store)
})
