import type { InboxCounts } from '@wehook/core/storage'
import type { Run } from './ledger.js'
import type { LoadReport } from './load.js'
import { concurrency } from './platform.js'

/** A kill or a freeze, and the processes (of that life) whose deliveries it may have cut off. */
export interface Blow {
  readonly from: number
  readonly until: number
  readonly pids: readonly number[]
}

export interface Verdict {
  readonly sent: number
  readonly duplicatesSent: number
  readonly failed: number
  readonly acknowledged: number
  readonly handled: number
  readonly lost: number
  /** Events that a handler ran for more than once. */
  readonly handledTwice: number
  readonly extraRuns: number
  /** Handlers that had begun and not ended when a blow came. */
  readonly running: number
  /** Handlers that ran at the blows, those among them that had ended and were being settled: the most that extra runs may be. */
  readonly cutOff: number
  /** Rows of the host's that a handler wrote more than once, and those that are missing; absent where handlers write none. */
  readonly writtenTwice?: number
  readonly unwritten?: number
  readonly blows: number
  readonly dead: number
  /** What should not have been; empty when all is well. */
  readonly faults: readonly string[]
}

/**
 * A blow between a handler's end and the settlement's commit repeats the handler as well; the SQLite writer waits up to 2 s for the
 * file. Of those that ended so late each process has at most as many unsettled as it delivers at once.
 */
const settlingMs = 2_000

export function judge(
  load: LoadReport,
  runs: readonly Run[],
  blows: readonly Blow[],
  counts: InboxCounts,
  hostRows?: ReadonlyMap<string, number>,
): Verdict {
  const runsOf = new Map<string, Run[]>()
  for (const run of runs) runsOf.set(run.id, [...(runsOf.get(run.id) ?? []), run])
  const lost = [...load.acknowledged].filter((id) => !runsOf.has(id))
  const twice = [...runsOf.values()].filter((list) => list.length > 1)
  const cutOff = blows.reduce((sum, blow) => sum + countCutOff(runs, blow), 0)
  const unexplained = twice.flatMap((list) =>
    list.slice(1).filter((_, n) => !blows.some((blow) => wasCutOff(list[n] as Run, blow))),
  )
  const extraRuns = runs.length - runsOf.size
  const writtenTwice = [...(hostRows ?? [])].filter(([, n]) => n > 1).map(([id]) => id)
  const unwritten = hostRows ? [...load.acknowledged].filter((id) => !hostRows.has(id)) : []
  const faults = [
    ...writtenTwice.slice(0, 5).map((id) => `written twice: ${id}, by a handler in a transaction`),
    ...unwritten.slice(0, 5).map((id) => `unwritten: ${id} was answered success, and its row is not there`),
    ...lost.slice(0, 5).map((id) => `lost: ${id} was answered success and never handled`),
    ...unexplained.slice(0, 5).map(({ id }) => `repeated without cause: ${id}, no blow cut its run before off`),
    ...(extraRuns > cutOff ? [`${extraRuns} extra runs, but only ${cutOff} were cut off`] : []),
    ...(counts.dead > 0 ? [`${counts.dead} dead, though no handler failed`] : []),
    ...(counts.pending > 0 ? [`${counts.pending} still pending`] : []),
    ...(counts.unhandled > 0 ? [`${counts.unhandled} unhandled, though a handler is subscribed`] : []),
    ...(counts.handled < load.acknowledged.size
      ? [`${counts.handled} settled, ${load.acknowledged.size} acknowledged`]
      : []),
  ]
  return {
    sent: load.sent,
    duplicatesSent: load.duplicatesSent,
    failed: load.failed,
    acknowledged: load.acknowledged.size,
    handled: runsOf.size,
    lost: lost.length,
    handledTwice: twice.length,
    extraRuns,
    running: runs.filter((run) => blows.some((blow) => wasRunning(run, blow))).length,
    cutOff,
    ...(hostRows && { writtenTwice: writtenTwice.length, unwritten: unwritten.length }),
    blows: blows.length,
    dead: counts.dead,
    faults,
  }
}

function countCutOff(runs: readonly Run[], blow: Blow): number {
  const counts = blow.pids.map((pid) => runs.filter((run) => run.pid === pid && wasCutOff(run, blow)).length)
  return counts.reduce((sum, count) => sum + Math.min(count, concurrency), 0)
}

function wasRunning({ pid, startedAt, endedAt }: Run, { from, pids }: Blow): boolean {
  return pids.includes(pid) && startedAt <= from && (endedAt === undefined || endedAt > from)
}

function wasCutOff({ pid, startedAt, endedAt }: Run, { from, until, pids }: Blow): boolean {
  return pids.includes(pid) && startedAt <= until && (endedAt === undefined || endedAt > from - settlingMs)
}
