import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRunning, createStopwatch, settledWithin, within } from '../../src/delivery/deadline.js'

const never = new Promise<never>(() => {})
const late = () => new Error('late')

function useFakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
}

describe('within', () => {
  it('settles like the work and leaves no timer behind', async () => {
    useFakeTimers()
    expect(await within(Promise.resolve('done'), 1_000, late)).toBe('done')
    await expect(within(Promise.reject(new Error('failed')), 1_000, late)).rejects.toThrow('failed')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects with the given error after the time, and not before', async () => {
    useFakeTimers()
    const ended = vi.fn()
    within(never, 1_000, late).catch(ended)
    await vi.advanceTimersByTimeAsync(999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toHaveBeenCalledExactlyOnceWith(new Error('late'))
  })
})

it('a stopwatch tells whole milliseconds', () => {
  useFakeTimers()
  vi.advanceTimersByTime(500)
  const elapsedMs = createStopwatch()
  vi.advanceTimersByTime(1_234.4)
  expect(elapsedMs()).toBe(1_234)
})

describe('settledWithin', () => {
  it('is true when all works have settled, one by rejecting', async () => {
    expect(await settledWithin([Promise.resolve(), Promise.reject(new Error('failed'))], 1_000)).toBe(true)
  })

  it('is false when one of them takes longer', async () => {
    expect(await settledWithin([Promise.resolve(), never], 5)).toBe(false)
  })
})

describe('what runs', () => {
  it('is idle at once when nothing was added, or all of it has ended', async () => {
    const running = createRunning()
    expect(await running.idle(0)).toBe(true)
    await running.add(Promise.resolve())
    await expect(running.add(Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(await running.idle(0)).toBe(true)
  })

  it('is not idle before work has ended that was added while waiting', async () => {
    useFakeTimers()
    const running = createRunning()
    const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    running.add(pause(100).then(() => void running.add(pause(100))))
    const isIdle = vi.fn()
    running.idle(1_000).then(isIdle)
    await vi.advanceTimersByTimeAsync(150)
    expect(isIdle).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(50)
    expect(isIdle).toHaveBeenCalledExactlyOnceWith(true)
  })

  it('is reported as not idle after the time, counted over all of it', async () => {
    useFakeTimers()
    const running = createRunning()
    running.add(never)
    const isIdle = vi.fn()
    running.idle(1_000).then(isIdle)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isIdle).toHaveBeenCalledExactlyOnceWith(false)
  })
})
