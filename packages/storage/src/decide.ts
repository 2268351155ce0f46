import { defaultUnhandledAfterMs, passDelayMs, retryDelayMs, toLastError } from '@wehook/core/storage'
import type { Claim, DueEntry, Release } from './entry-store.js'

/** The consumer's settings for retries and retention. */
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

/** The change of the row after an attempt has ended. */
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
  // This process has no handler for the entry, so this does not count as an attempt.
  return passOn({ ...claim, attempts: attempts - 1 }, rules)
}

/** Releases an entry whose attempt has not ended: it is due at once, and the attempt counts as started. */
export function giveBack({ attempts }: Claim): Release {
  return { state: 'pending', attempts, dueInMs: 0 }
}

/** The entry is offered to all processes again soon, or becomes `unhandled` when no process has taken it in `unhandledAfterMs`. */
function passOn(
  { attempts, passedForMs = 0 }: Pick<DueEntry, 'attempts' | 'passedForMs'>,
  { unhandledAfterMs = defaultUnhandledAfterMs }: LifeRules,
): Release {
  return passedForMs >= unhandledAfterMs
    ? { state: 'unhandled', attempts }
    : { state: 'pending', attempts, dueInMs: passDelayMs(), isPassed: true }
}

/**
 * When a process dies, its attempts are retried once the lease has ended; where `retryDelaysMs` says longer, the entry waits longer. That wait
 * varies at random, so an entry that makes the process crash is not retried together with all the others that were running then.
 */
function stillToWait(retryDelaysMs: readonly number[], attempts: number, leaseMs: number): number {
  return Math.max(0, (retryDelayMs(retryDelaysMs, attempts) ?? 0) - leaseMs)
}

function lostAttempt(attempt: number): string {
  return `attempt ${attempt} did not end: its process died, stalled or was shut down`
}
