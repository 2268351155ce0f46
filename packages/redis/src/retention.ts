import type { Run } from './list.js'
import { sweepScript } from './scripts/operate.js'

export interface Retention {
  /** Text of a handled entry is dropped after this many ms. */
  readonly keepTextMs: number
  /** A handled or discarded entry is dropped after this many ms. */
  readonly keepIdMs: number
}

const hourMs = 60 * 60 * 1_000
/** The shortest time between two sweeps. */
const leastEveryMs = 100
const batch = 500

export function sweepEveryMs({ keepTextMs, keepIdMs }: Retention): number {
  return Math.max(Math.min(hourMs, keepTextMs, keepIdMs), leastEveryMs)
}

/** Drops texts and entries whose retention time has passed, some hundreds at a time. Several processes may do so at the same time. */
export async function sweep(run: Run, { keepTextMs, keepIdMs }: Retention): Promise<void> {
  let dropped: number
  do {
    dropped = Number(await run(sweepScript, keepTextMs, keepIdMs, batch))
  } while (dropped >= batch)
}
