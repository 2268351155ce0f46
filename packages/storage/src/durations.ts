import { WehookError } from '@wehook/core'
import { texts } from './texts.js'

const day = 24 * 3_600_000

/** How long a removal of a token is remembered. An event that arrives later than this is not delivered any more. */
export const removalKeptMs = 30 * day

/** Durations that every storage has as options. */
export interface DurationOptions {
  /** Lease in ms: a process silent for this long loses its entries and locks to others. Default 30,000; renewed at a third of it. */
  readonly leaseMs?: number
  /** Ms that the text of a handled entry is kept. Default 7 days. */
  readonly keepTextMs?: number
  /** Ms that the id of a handled entry is kept, to recognize a repeated push. Default 30 days, at least `keepTextMs`. */
  readonly keepIdMs?: number
}

/** The names of {@link DurationOptions}, so that a typo is refused. */
export const durationNames = { leaseMs: true, keepTextMs: true, keepIdMs: true } as const

/** @throws ERR_OPTIONS_INVALID */
export function toDurations(options: DurationOptions): Required<DurationOptions> {
  const leaseMs = atLeast('leaseMs', options.leaseMs ?? 30_000, 100)
  const keepTextMs = atLeast('keepTextMs', options.keepTextMs ?? 7 * day, 0)
  const keepIdMs = atLeast('keepIdMs', options.keepIdMs ?? Math.max(30 * day, keepTextMs), keepTextMs)
  return { leaseMs, keepTextMs, keepIdMs }
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return Math.round(value)
  throw new WehookError('ERR_OPTIONS_INVALID', texts.duration.message(name, least), { hint: texts.duration.hint(name) })
}
