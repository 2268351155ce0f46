import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepMany } from '../../src/sql/keep-many.js'
import type { SqlSession } from '../../src/sql/port.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const session = {} as SqlSession

it.each([
  ['few anew each time', 100_000, 3],
  ['many once in 10 s', 100_001, 2],
])('counts %s', async (_, n, expected) => {
  let counted = 0
  const count = keepMany(
    async () => {
      counted += 1
      return n
    },
    (size) => size,
  )
  expect(await count(session)).toBe(n)
  vi.advanceTimersByTime(9_999)
  expect(await count(session)).toBe(n)
  vi.advanceTimersByTime(2)
  expect(await count(session)).toBe(n)
  expect(counted).toBe(expected)
})
