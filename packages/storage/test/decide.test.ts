import { describe, expect, it } from 'vitest'
import type { Claim } from '../src/index.js'
import { conclude, decide, giveBack } from '../src/index.js'

const rules = { retryDelaysMs: [5_000, 120_000], leaseMs: 30_000, keepTextMs: 604_800_000 }
const found = { infoType: 'authorized', attempts: 0, wasClaimed: false }
const claim: Claim = {
  seq: 1,
  fence: 1,
  entry: { id: 'x', componentAppId: 'wx1', receivedAt: 1 },
  infoType: 'authorized',
  attempts: 2,
}
const between = (least: number, most: number) => expect.toSatisfy((ms: number) => ms >= least && ms <= most)

describe('a due entry', () => {
  it('is delivered while attempts are left', () => {
    expect(decide(found, rules)).toBe('deliver')
    expect(decide({ ...found, attempts: 2, lastError: 'Error' }, rules)).toBe('deliver')
  })

  it('is dead when the attempts were used up by processes that died', () => {
    expect(decide({ ...found, attempts: 3, wasClaimed: true, lastError: 'second' }, rules)).toEqual({
      state: 'dead',
      attempts: 3,
      lastError: 'attempt 3 did not end: its process died, stalled or was shut down',
    })
    expect(decide({ ...found, attempts: 3, lastError: 'third' }, rules)).toMatchObject({ lastError: 'third' })
  })

  it('of a process that died waits by the table, less the lease that it has waited for', () => {
    expect(decide({ ...found, attempts: 1, wasClaimed: true }, rules)).toBe('deliver')
    expect(decide({ ...found, attempts: 2, wasClaimed: true }, rules)).toEqual({
      state: 'pending',
      attempts: 2,
      dueInMs: between(78_000, 102_000),
      lastError: 'attempt 2 did not end: its process died, stalled or was shut down',
    })
  })

  it('without a handler in this process is passed on, after a while unhandled', () => {
    const strict = { ...rules, handles: () => false, unhandledAfterMs: 60_000 }
    const passed = { state: 'pending', attempts: 1, dueInMs: between(800, 1_200), isPassed: true }
    expect(decide({ ...found, attempts: 1 }, strict)).toEqual(passed)
    expect(decide({ ...found, attempts: 1, passedForMs: 59_999 }, strict)).toEqual(passed)
    expect(decide({ ...found, attempts: 1, passedForMs: 60_000 }, strict)).toEqual({ state: 'unhandled', attempts: 1 })
  })
})

describe('the end of an attempt', () => {
  it('is handled: due when its text is to be dropped', () => {
    expect(conclude(claim, { outcome: 'handled' }, rules)).toEqual({
      state: 'handled',
      attempts: 2,
      dueInMs: 604_800_000,
    })
  })

  it('without a handler is no attempt', () => {
    expect(conclude(claim, { outcome: 'unhandled' }, rules)).toMatchObject({ state: 'pending', attempts: 1 })
    expect(conclude(claim, { outcome: 'unhandled' }, { ...rules, unhandledAfterMs: 0 })).toEqual({
      state: 'unhandled',
      attempts: 1,
    })
  })

  it('is a failure: due by the table or by the error, dead at the end or when the error is final', () => {
    const failure = (fields: object) => ({ error: Object.assign(new Error('failed'), fields) })
    const due = { state: 'pending', attempts: 2, lastError: 'failed' }
    expect(conclude(claim, failure({}), rules)).toEqual({ ...due, dueInMs: between(108_000, 132_000) })
    expect(conclude(claim, failure({ retryAfterMs: 7 }), rules)).toEqual({ ...due, dueInMs: 7 })
    const dead = { state: 'dead', lastError: 'failed' }
    expect(conclude(claim, failure({ isFinal: true }), rules)).toEqual({ ...dead, attempts: 2 })
    expect(conclude({ ...claim, attempts: 3 }, failure({}), rules)).toEqual({ ...dead, attempts: 3 })
  })

  it('is no end: others have it at once, and the attempt counts', () => {
    expect(giveBack(claim)).toEqual({ state: 'pending', attempts: 2, dueInMs: 0 })
  })
})
