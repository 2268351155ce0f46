import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../src/storage/retry-delay.js'

const delays = [1_000, 2_000]
const failure = (properties: object) => Object.assign(new Error('failed'), properties)

describe('the wait before a retry', () => {
  it('is the wait of the table, varied by 10 %', () => {
    expect(retryDelayMs(delays, 1, undefined, () => 0)).toBe(900)
    expect(retryDelayMs(delays, 2, failure({}), () => 1)).toBe(2_200)
  })

  it('is none when the table is used up or the error is final', () => {
    expect(retryDelayMs(delays, 3)).toBeUndefined()
    expect(retryDelayMs(delays, 1, failure({ isFinal: true }))).toBeUndefined()
    expect(retryDelayMs(delays, 3, failure({ retryAfterMs: 5 }))).toBeUndefined()
  })

  it('is the wait that the error asks for, unvaried', () => {
    expect(retryDelayMs(delays, 1, failure({ retryAfterMs: 12_345.4 }))).toBe(12_345)
    expect(retryDelayMs(delays, 1, failure({ retryAfterMs: 0 }))).toBe(0)
  })

  it.each([-1, Number.NaN, '5', null])('ignores %s as a wait', (retryAfterMs) => {
    expect(retryDelayMs(delays, 1, failure({ retryAfterMs }), () => 0)).toBe(900)
  })

  it('reads no property of what is thrown beside objects', () => {
    for (const thrown of ['text', null, 7]) expect(retryDelayMs(delays, 1, thrown, () => 0)).toBe(900)
  })

  it('ends, whatever the error asks for', () => {
    expect(retryDelayMs(delays, 1, failure({ retryAfterMs: Number.POSITIVE_INFINITY }))).toBe(365 * 24 * 3_600_000)
  })
})
