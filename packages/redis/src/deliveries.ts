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
  /** `deliver` resolved `unhandled` although a handler had been said to be there. */
  readonly onRefused: (infoType: string) => void
  /** There is room for another delivery. */
  readonly onRoom: () => void
}

const largestBatch = 128
/** After a fault of the storage. */
export const faultPauseMs = 500

/** The deliveries that run in one consumer: their leases are renewed, and each ends in a settlement that is tried until it is written. */
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

  /** Tries until Redis has answered, or the consumer gave up. */
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

  /** A text that no key opens fails the attempt, and is reported at once: all entries that were sealed with that key fail alike. */
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
    /** Settles a claim without an attempt. */
    settle: (claim: Claim, settlement: Settlement) => track(claim, settle(claim, settlement)),
    /** Waits for what runs, then gives the rest back; what such a delivery ends in later settles nothing. */
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

/** The fault of a listener does not concern the entry. */
export function tell(listener: () => void): void {
  try {
    listener()
  } catch {
    // Nobody else is to be told.
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
