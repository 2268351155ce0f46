import { defaultUnhandledAfterMs, passDelayMs, retryDelayMs, toLastError } from '@wehook/core/storage'
import type { Claim, DueEntry, Release } from './entry-store.js'

/** The rules of an entry's life, as a consumer was given them. */
export interface LifeRules {
  readonly retryDelaysMs: readonly number[]
  readonly leaseMs: number
  /** How long the text of a handled entry is kept. */
  readonly keepTextMs: number
  readonly handles?: (infoType: string) => boolean
  readonly unhandledAfterMs?: number
}

/** What to do with a due entry that was found. */
export function decide(found: DueEntry, rules: LifeRules): 'deliver' | Release {
  const { attempts, wasClaimed } = found
  const { retryDelaysMs, leaseMs, handles } = rules
  const lastError = wasClaimed || found.lastError === undefined ? lostAttempt(attempts) : found.lastError
  if (attempts > retryDelaysMs.length) return { state: 'dead', attempts, lastError }
  const waitMs = wasClaimed ? stillToWait(retryDelaysMs, attempts, leaseMs) : 0
  if (waitMs > 0) return { state: 'pending', attempts, dueInMs: waitMs, lastError }
  return handles && !handles(found.infoType) ? passOn(found, rules) : 'deliver'
}

/** How an attempt ended. */
export type Ending = { readonly outcome: 'handled' | 'unhandled' } | { readonly error: unknown }

/** What the end of an attempt does to its row. */
export function conclude(claim: Claim, ending: Ending, rules: LifeRules): Release {
  const { attempts } = claim
  if ('error' in ending) {
    const lastError = toLastError(ending.error)
    const dueInMs = retryDelayMs(rules.retryDelaysMs, attempts, ending.error)
    return dueInMs === undefined
      ? { state: 'dead', attempts, lastError }
      : { state: 'pending', attempts, dueInMs, lastError }
  }
  if (ending.outcome === 'handled') return { state: 'handled', attempts, dueInMs: rules.keepTextMs }
  // Offered to a process without a handler: that was not an attempt.
  return passOn({ ...claim, attempts: attempts - 1 }, rules)
}

/** Others have the entry at once. Its attempt counts as started. */
export function giveBack({ attempts }: Claim): Release {
  return { state: 'pending', attempts, dueInMs: 0 }
}

/** The entry is offered again soon, or is `unhandled` when no process has taken it for long. */
function passOn(
  { attempts, passedForMs = 0 }: Pick<DueEntry, 'attempts' | 'passedForMs'>,
  { unhandledAfterMs = defaultUnhandledAfterMs }: LifeRules,
): Release {
  return passedForMs >= unhandledAfterMs
    ? { state: 'unhandled', attempts }
    : { state: 'pending', attempts, dueInMs: passDelayMs(), isPassed: true }
}

/**
 * An attempt lost with its process has waited for its lease to end; where the table says longer, it waits on. So an entry that
 * kills its process is parted, by the table's variation, from those that ran at the same time and died with it.
 */
function stillToWait(retryDelaysMs: readonly number[], attempts: number, leaseMs: number): number {
  return Math.max(0, (retryDelayMs(retryDelaysMs, attempts) ?? 0) - leaseMs)
}

function lostAttempt(attempt: number): string {
  return `attempt ${attempt} did not end: its process died, stalled or was shut down`
}
