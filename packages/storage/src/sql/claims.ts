import {
  type ConsumeOptions,
  defaultUnhandledAfterMs,
  type FailedAttempt,
  passDelayMs,
  retryDelayMs,
} from '@wehook/core/storage'
import type { ClaimRow } from './dialect.js'
import { toText } from './keys.js'
import { toFailures } from './rows.js'
import type { Transition } from './transitions.js'

/** What is to be done with an entry that was claimed: run it, or this. */
export type Verdict = 'run' | Transition

/** An entry may be found with its attempts used up by processes that died, or without a handler in this process. */
export function judgeClaim(claim: ClaimRow, infoType: string, options: ConsumeOptions, leaseMs: number): Verdict {
  const { retryDelaysMs, handles = () => true } = options
  const before = claim.attempts - 1
  const lastError = claim.wasClaimed || claim.lastError === null ? lostAttempt(before) : toText(claim.lastError)
  const noted = () => ({
    lastError,
    failures: claim.wasClaimed ? addFailure(claim, before, lastError) : claimFailures(claim),
    wasRun: false,
  })
  if (before > retryDelaysMs.length) return { to: 'dead', ...noted() }
  const waitMs = claim.wasClaimed ? stillToWait(retryDelaysMs, before, leaseMs) : 0
  if (waitMs > 0) return { to: 'postponed', delayMs: waitMs, ...noted() }
  return handles(infoType) ? 'run' : passOn(claim, options, claim.at)
}

/** No handler in this process: the entry is offered again soon, or is `unhandled` when that has been so for long. */
export function passOn(claim: ClaimRow, options: ConsumeOptions, at: number): Transition {
  const { unhandledAfterMs = defaultUnhandledAfterMs } = options
  const isLong = at - (claim.passedAt ?? at) >= unhandledAfterMs
  return isLong ? { to: 'unhandled' } : { to: 'passed', delayMs: passDelayMs() }
}

/** An attempt has failed: when the next one is due, or that there is none. */
export function afterFailure(
  claim: ClaimRow,
  error: unknown,
  lastError: string,
  retryDelaysMs: readonly number[],
): Transition {
  const failed = { lastError, failures: addFailure(claim, claim.attempts, lastError), wasRun: true }
  const delayMs = retryDelayMs(retryDelaysMs, claim.attempts, error)
  return delayMs === undefined ? { to: 'dead', ...failed } : { to: 'postponed', delayMs, ...failed }
}

/**
 * An attempt lost with its process has waited for its lease to end; where the table says longer, it waits on. So an entry that
 * kills its process is parted, by the table's variation, from those that ran beside it and died with it.
 */
function stillToWait(retryDelaysMs: readonly number[], attempts: number, leaseMs: number): number {
  return Math.max(0, (retryDelayMs(retryDelaysMs, attempts) ?? 0) - leaseMs)
}

function lostAttempt(attempt: number): string {
  return `attempt ${attempt} did not end: its process died, stalled or was shut down`
}

const keptFailures = 20

function addFailure(claim: ClaimRow, attempt: number, error: string): Uint8Array {
  const failures: readonly FailedAttempt[] = [...toFailures(claim.failures), { attempt, at: Date.now(), error }]
  return Buffer.from(JSON.stringify(failures.slice(-keptFailures)))
}

function claimFailures(claim: ClaimRow): Uint8Array {
  return claim.failures ?? Buffer.from('[]')
}
