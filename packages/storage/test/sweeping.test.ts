import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSweeping } from '../src/sweeping.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('sweeps after 30 s and then once an hour, also after a failure', async () => {
  const sweep = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new Error('the database is away'))
    .mockResolvedValue()
  const end = startSweeping(sweep)
  await vi.advanceTimersByTimeAsync(29_999)
  expect(sweep).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(sweep).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2 * 3_600_000)
  expect(sweep).toHaveBeenCalledTimes(3)
  end()
})

it('sweeps no more after its end, not even when a sweep was running', async () => {
  let finish = () => {}
  const sweep = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve
      }),
  )
  const end = startSweeping(sweep)
  await vi.advanceTimersByTimeAsync(30_000)
  end()
  finish()
  await vi.advanceTimersByTimeAsync(3 * 3_600_000)
  expect(sweep).toHaveBeenCalledTimes(1)
})
