import { expect, it } from 'vitest'
import { createBatch } from '../src/batch.js'

it('what is asked for in one turn is run together, in order; each gets its own result', async () => {
  const runs: (readonly number[])[] = []
  const double = createBatch(3, async (items: readonly number[]) => {
    runs.push(items)
    return items.map((item) => item * 2)
  })
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8])
  expect(await double(5)).toBe(10)
  expect(runs).toEqual([[1, 2, 3], [4], [5]])
})

it('a run that fails fails its own items', async () => {
  const work = createBatch(1, async ([item]: readonly number[]) => {
    if (item === 1) throw new Error('first')
    return [item]
  })
  const results = await Promise.allSettled([work(1), work(2)])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})
