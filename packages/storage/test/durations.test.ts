import { describe, expect, it } from 'vitest'
import { toDurations } from '../src/index.js'

const day = 24 * 3_600_000

describe('durations', () => {
  it('have defaults', () => {
    expect(toDurations({})).toEqual({ leaseMs: 30_000, keepTextMs: 7 * day, keepIdMs: 30 * day })
  })

  it('keep an id no shorter than its text', () => {
    expect(toDurations({ keepTextMs: 60 * day })).toMatchObject({ keepTextMs: 60 * day, keepIdMs: 60 * day })
    expect(() => toDurations({ keepTextMs: 2 * day, keepIdMs: day })).toThrow('`keepIdMs` must be')
  })

  it.each([{ leaseMs: 99 }, { leaseMs: Number.NaN }, { keepTextMs: -1 }])('refuse %o', (options) => {
    expect(() => toDurations(options)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS_INVALID' }))
  })
})
