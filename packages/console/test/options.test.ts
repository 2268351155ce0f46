import { createMemoryInbox, isWehookError } from '@wehook/core'
import { expect, it } from 'vitest'
import { type ConsoleOptions, createConsole } from '../src/index.js'

const good = { authorize: () => 'x', receiver: { read: () => undefined }, inbox: createMemoryInbox() }

it.each([
  ['authorize', { authorize: undefined }],
  ['receiver', { receiver: undefined }],
  ['inbox', { inbox: {} }],
  ['secret', { secret: 'short' }],
  ['secret', { allowActions: true }],
  ['authorise', { authorise: () => 'x' }],
])('names %s when it is missing or wrong, in both languages, and never a value', (option, change) => {
  let thrown: unknown
  try {
    createConsole({ ...good, ...change } as unknown as ConsoleOptions)
  } catch (error) {
    thrown = error
  }
  if (!isWehookError(thrown, 'ERR_OPTIONS_INVALID')) throw thrown
  expect(thrown.message).toContain(option)
  expect(thrown.zh.hint).toMatch(/[一-鿿]/)
  expect(`${thrown.message}${thrown.hint}`).not.toContain('short')
})
