import { expect, it } from 'vitest'
import { createLockQueue } from '../../src/storage/lock-queue.js'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('runs works of one name one after another, of two names beside each other', async () => {
  const enqueue = createLockQueue()
  const seen: string[] = []
  const work = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`)
    await pause(ms)
    seen.push(`${name} ends`)
  }
  await Promise.all([enqueue('a', work('a1', 30)), enqueue('a', work('a2', 1)), enqueue('b', work('b1', 5))])
  expect(seen).toEqual(['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends'])
})

it('goes on after a work that throws, at once or later', async () => {
  const enqueue = createLockQueue()
  const fail = () => {
    throw new Error('at once')
  }
  const first = enqueue('a', fail)
  const second = enqueue('a', async () => fail())
  const third = enqueue('a', async () => 'done')
  await expect(first).rejects.toThrow('at once')
  await expect(second).rejects.toThrow('at once')
  expect(await third).toBe('done')
})
