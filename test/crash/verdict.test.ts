import { describe, expect, it } from 'vitest'
import type { Run } from './ledger.js'
import { type Blow, judge } from './verdict.js'

// The campaign is only worth what its judge sees: each fault that it is there for, forged.
const load = (acknowledged: readonly string[]) => ({
  sent: 3,
  duplicatesSent: 0,
  failed: 0,
  acknowledged: new Set(acknowledged),
})
const run = (id: string, startedAt: number, endedAt?: number, pid = 1): Run =>
  endedAt === undefined ? { id, pid, startedAt } : { id, pid, startedAt, endedAt }
const blow: Blow = { from: 10_000, until: 10_100, pids: [1] }
const counts = (handled: number, others: { pending?: number; dead?: number; unhandled?: number } = {}) => ({
  pending: 0,
  unhandled: 0,
  dead: 0,
  handled,
  discarded: 0,
  held: 0,
  passed: 0,
  ...others,
})

describe('the judge of the crash campaign', () => {
  it('finds no fault in a handler that a kill cut off and that ran again', () => {
    const verdict = judge(
      load(['a', 'b']),
      [run('a', 9_990), run('b', 1, 2), run('a', 16_000, 16_001)],
      [blow],
      counts(2),
    )
    expect(verdict).toMatchObject({ faults: [], lost: 0, handledTwice: 1, extraRuns: 1, running: 1 })
  })

  it.each([
    ['a push that was answered success and never handled', /^lost: b /, [run('a', 1, 2)], counts(2)],
    ['a push that ran and is not settled', /1 settled, 2 acknowledged/, [run('a', 1, 2), run('b', 1, 2)], counts(1)],
    [
      'a run that was repeated though its end was long settled',
      /^repeated without cause: a/,
      [run('a', 1, 2), run('b', 1, 2), run('a', 10_200, 10_201)],
      counts(2),
    ],
    [
      'a run that was repeated though another process was hit',
      /^repeated without cause: a/,
      [run('a', 9_990, undefined, 2), run('b', 1, 2), run('a', 16_000, 16_001)],
      counts(2),
    ],
    ['what is dead', /^1 dead/, [run('a', 1, 2), run('b', 1, 2)], counts(2, { dead: 1 })],
    ['what still waits', /^1 still pending/, [run('a', 1, 2), run('b', 1, 2)], counts(2, { pending: 1 })],
    ['what no handler took', /^1 unhandled/, [run('a', 1, 2), run('b', 1, 2)], counts(2, { unhandled: 1 })],
  ])('finds %s', (_, fault, runs, after) => {
    expect(judge(load(['a', 'b']), runs, [blow], after).faults).toContainEqual(expect.stringMatching(fault))
  })

  it('finds more repetitions than a process can have had under way', () => {
    const ids = Array.from({ length: 12 }, (_, n) => `e${n}`)
    const runs = [...ids.map((id) => run(id, 9_000, 9_500)), ...ids.map((id) => run(id, 16_000, 16_001))]
    expect(judge(load(ids), runs, [blow], counts(12)).faults).toEqual(['12 extra runs, but only 8 were cut off'])
  })
})
