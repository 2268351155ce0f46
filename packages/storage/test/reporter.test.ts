import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReporter } from '../src/index.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const fault = (error: unknown) => new Error(`fault: ${String(error)}`)

it('reports the same fault once in 10 s, others beside it', () => {
  const onError = vi.fn()
  const report = createReporter(fault, onError)
  for (let n = 0; n < 5; n += 1) report('full')
  report('busy')
  expect(onError.mock.calls.map(([error]) => error.message)).toEqual(['fault: full', 'fault: busy'])
  vi.advanceTimersByTime(10_000)
  report('full')
  expect(onError).toHaveBeenCalledTimes(3)
})

it('is not silenced by a clock that is set back', () => {
  const onError = vi.fn()
  const report = createReporter(fault, onError)
  report('full')
  vi.setSystemTime(Date.now() - 8 * 3_600_000)
  vi.advanceTimersByTime(10_000)
  report('full')
  expect(onError).toHaveBeenCalledTimes(2)
})

it('survives a listener that throws, and none', () => {
  createReporter(fault, () => {
    throw new Error('listener')
  })('full')
  createReporter(fault, undefined)('full')
})
