import {
  type ConsumeOptions,
  type Deliver,
  defaultUnhandledAfterMs,
  retryDelayMs,
  type Sealer,
  settledWithin,
  toLastError,
} from '@wehook/core/storage'
import { createBatch } from './batch.js'
import { type EntryHash, openedText, openText, sealError, toEntry } from './entry.js'
import type { Run } from './list.js'
import { type Ending, renewScript, settleScript } from './scripts/settle.js'

/** A claimed entry. */
export interface Claim {
  readonly hash: EntryHash
  readonly claim: string
  /** This one included. */
  readonly attempt: number
}

interface Settlement {
  readonly ending: Ending
  readonly attempts: number
  readonly ms?: number
  readonly error?: string
}

export interface DeliveryParts {
  readonly run: Run
  readonly sealer: Sealer
  readonly leaseMs: number
  readonly deliver: Deliver
  readonly options: ConsumeOptions
  readonly report: (error: unknown) => void
  /** `deliver` resolved `unhandled` although `handles` had said that there is a handler. */
  readonly onRefused: (infoType: string) => void
  /** Called when a delivery has ended, so that another one can begin. */
  readonly onRoom: () => void
}

const largestBatch = 128
/** The pause after a failure of the storage. */
export const faultPauseMs = 500

/** The running deliveries of one consumer. Their leases are renewed, and the result of each (its settlement) is written again and again until Redis has it. */
export function createDeliveries({ run, sealer, leaseMs, deliver, options, report, onRefused, onRoom }: DeliveryParts) {
  const { retryDelaysMs, unhandledAfterMs = defaultUnhandledAfterMs } = options
  const running = new Map<Claim, Promise<void>>()
  const givenUp = new AbortController()

  const write = createBatch(largestBatch, async (items: readonly (readonly [Claim, Settlement])[]) => {
    const args = items.flatMap(([{ hash, claim }, { ending, attempts, ms = 0, error = '' }]) => [
      hash.id,
      claim,
      ending,
      attempts,
      ms,
      sealError(sealer, hash.id, error),
    ])
    return (await run(settleScript, ...args)) as readonly ('done' | 'unhandled' | 'lost')[]
  })

  /** Tries until Redis has answered, or the consumer has given up. */
  const settle = async (claim: Claim, settlement: Settlement): Promise<void> => {
    const answer = await untilAnswered(() => write([claim, settlement]))
    if (answer === 'unhandled') tell(() => options.onUnhandled?.(entryOf(claim), claim.hash['infoType'] ?? ''))
    if (answer === 'done' && settlement.ending === 'dead') {
      tell(() => options.onDead?.(entryOf(claim), settlement.attempts, settlement.error ?? ''))
    }
  }

  const untilAnswered = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    while (!givenUp.signal.aborted) {
      try {
        return await work()
      } catch (error) {
        report(error)
        await pause(faultPauseMs, givenUp.signal)
      }
    }
    return undefined
  }

  const entryOf = ({ hash }: Claim) => toEntry(hash, openedText(sealer, hash) ?? '')

  const attempt = async (claim: Claim): Promise<Settlement> => {
    const { hash, attempt: attempts } = claim
    try {
      const outcome = await deliver(toEntry(hash, open(hash)), attempts)
      if (outcome === 'handled') return { ending: 'handled', attempts }
      onRefused(hash['infoType'] ?? '')
      return { ending: 'passed', attempts: attempts - 1, ms: unhandledAfterMs }
    } catch (error) {
      const ms = retryDelayMs(retryDelaysMs, attempts, error)
      const failed = { attempts, error: toLastError(error) }
      return ms === undefined ? { ...failed, ending: 'dead' } : { ...failed, ending: 'later', ms }
    }
  }

  /** When no key decrypts the text, the attempt fails. That is reported at once, because every entry that was encrypted with the missing key fails the same way. */
  const open = (hash: EntryHash): string => {
    try {
      return openText(sealer, hash) ?? ''
    } catch (error) {
      report(error)
      throw error
    }
  }

  const track = (claim: Claim, work: Promise<void>) => {
    running.set(
      claim,
      work.finally(() => {
        running.delete(claim)
        onRoom()
      }),
    )
  }

  const renew = async () => {
    const claims = [...running.keys()]
    if (claims.length === 0) return
    await run(renewScript, leaseMs, ...claims.flatMap(({ hash, claim }) => [hash.id, claim]))
  }
  const renewing = setInterval(() => renew().catch(report), leaseMs / 3)

  return {
    running: () => running.size,
    begin: (claim: Claim) =>
      track(
        claim,
        attempt(claim).then((settlement) => settle(claim, settlement)),
      ),
    /** Writes the result of a claim without an attempt. */
    settle: (claim: Claim, settlement: Settlement) => track(claim, settle(claim, settlement)),
    /** Waits for running deliveries, then releases those that are left; their results are ignored after that. */
    async end(timeoutMs: number, giveBackWithinMs: number) {
      await settledWithin([...running.values()], timeoutMs)
      const left = [...running.keys()]
      givenUp.abort()
      clearInterval(renewing)
      const back = left.map((claim) => write([claim, { ending: 'back', attempts: claim.attempt }]))
      await settledWithin(back, giveBackWithinMs)
    },
  }
}

/** An error of a listener does not change the entry. */
export function tell(listener: () => void): void {
  try {
    listener()
  } catch {
    // There is nobody to report it to.
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
