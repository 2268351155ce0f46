import { expect, it, vi } from 'vitest'
import { createReporter } from '../src/reporter.js'

it('passes a fault on once until it is over', () => {
  const onError = vi.fn()
  const report = createReporter(onError)
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  for (const message of ['a', 'a', 'b', 'a']) report(new Error(message))
  expect(onError.mock.calls.map(([error]) => error.message)).toEqual(['a', 'b'])
  // A fault that comes and goes many times a second stays the same one.
  report.over()
  report(new Error('a'))
  expect(onError).toHaveBeenCalledTimes(2)
  clock.mockReturnValue(10_001)
  report.over()
  report(new Error('a'))
  expect(onError).toHaveBeenCalledTimes(3)
  clock.mockRestore()
})

it('survives a listener that throws, and none', () => {
  const report = createReporter(() => {
    throw new Error('listener')
  })
  expect(() => report(new Error('a'))).not.toThrow()
  expect(() => createReporter(undefined)('text')).not.toThrow()
})
