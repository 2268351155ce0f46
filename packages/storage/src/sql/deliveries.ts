import { type ConsumeOptions, type Deliver, type InboxEntry, toLastError } from '@wehook/core/storage'
import { afterFailure, judgeClaim, passOn } from './claims.js'
import type { SqlContext } from './context.js'
import { pause } from './deadline.js'
import type { ClaimRow } from './dialect.js'
import { toText } from './keys.js'
import { idOf, toEntry } from './rows.js'
import { openedText, textName } from './text.js'
import { createSettle, renew, type Transition } from './transitions.js'

/** Before a settlement that the database would not take is tried again. */
const faultPauseMs = 1_000

/** The claims of one consumer, from the moment they are taken until their settlement is committed. */
export interface Deliveries {
  /** Handlers that run. */
  running(): number
  /** Runs what has a handler here and settles the rest. The number of entries that were passed on. */
  begin(claims: readonly ClaimRow[]): Promise<number>
  /** Waits at most `timeoutMs` for all that is held, and gives back what is left. */
  end(timeoutMs: number): Promise<void>
}

export interface DeliveriesOptions extends ConsumeOptions {
  readonly deliver: Deliver
  readonly report: (error: unknown) => void
  /** A handler has ended: there is room for another entry. */
  readonly onRoom: () => void
  /** `deliver` had no handler for this InfoType. */
  readonly onRefused: (infoType: string) => void
}

interface Held {
  /** The newest claim of the entry: this consumer may have claimed it again after it had stalled longer than its lease. */
  claim: ClaimRow
  readonly done: Promise<void>
}

export function createDeliveries(context: SqlContext, options: DeliveriesOptions): Deliveries {
  const { leaseMs } = context
  const { report, onRoom } = options
  const settle = createSettle(context)
  const held = new Map<number, Held>()
  let running = 0
  let isAbandoned = false

  /** What an attempt came to is written however long the database is away, or until the entry is given back. */
  const persist = async (claimOf: () => ClaimRow, transition: Transition): Promise<void> => {
    while (!isAbandoned) {
      try {
        if (await settle(claimOf(), transition)) announce(context, claimOf(), transition, options)
        return
      } catch (error) {
        report(error)
        await pause(faultPauseMs)
      }
    }
  }

  const run = async (claim: ClaimRow): Promise<void> => {
    running += 1
    const transition = await attempt(context, claim, options)
    running -= 1
    onRoom()
    await persist(() => held.get(claim.seq)?.claim ?? claim, transition)
    held.delete(claim.seq)
  }

  const start = (claim: ClaimRow) => {
    const again = held.get(claim.seq)
    if (again) again.claim = claim
    else held.set(claim.seq, { claim, done: run(claim) })
  }

  const renewal = setInterval(() => {
    const claims = [...held.values()].map(({ claim }) => claim)
    if (claims.length > 0) renew(context, claims).catch(report)
  }, leaseMs / 3)

  return {
    running: () => running,
    async begin(claims) {
      const judged = claims.map((claim) => ({
        claim,
        verdict: judgeClaim(claim, toText(claim.infoType), options, leaseMs),
      }))
      const settled: Promise<void>[] = []
      let passed = 0
      for (const { claim, verdict } of judged) {
        if (verdict === 'run' && (running < options.concurrency || held.has(claim.seq))) start(claim)
        else {
          settled.push(persist(() => claim, verdict === 'run' ? { to: 'notRun' } : verdict))
          if (verdict !== 'run') passed += 1
        }
      }
      await Promise.all(settled)
      return passed
    },
    async end(timeoutMs) {
      const done = [...held.values()].map((one) => one.done)
      if (done.length > 0) await Promise.race([Promise.all(done), pause(timeoutMs)])
      isAbandoned = true
      clearInterval(renewal)
      const rest = [...held.values()].map(({ claim }) => settle(claim, { to: 'givenBack' }))
      await Promise.all(rest).catch(report)
    },
  }
}

async function attempt(context: SqlContext, claim: ClaimRow, options: DeliveriesOptions): Promise<Transition> {
  const startedAt = performance.now()
  try {
    const outcome = await options.deliver(toEntry(claim, open(context, claim, options.report)), claim.attempts)
    if (outcome === 'handled') return { to: 'handled' }
    options.onRefused(toText(claim.infoType))
    return passOn(claim, options, claim.at + performance.now() - startedAt)
  } catch (error) {
    return afterFailure(claim, error, toLastError(error), options.retryDelaysMs)
  }
}

/** A text that no key opens fails the attempt, and is reported: all entries that were sealed with that key fail alike. */
function open({ codec }: SqlContext, claim: ClaimRow, report: DeliveriesOptions['report']): string {
  try {
    return codec.fromStored(toText(claim.xml ?? new Uint8Array()), textName(idOf(claim)))
  } catch (error) {
    report(error)
    throw error
  }
}

/** Tells the listeners what an entry has become. The fault of a listener does not concern the entry. */
function announce({ codec }: SqlContext, claim: ClaimRow, transition: Transition, options: DeliveriesOptions): void {
  if (transition.to !== 'dead' && transition.to !== 'unhandled') return
  const xml = openedText(codec, toText(claim.xml ?? new Uint8Array()), textName(idOf(claim))) ?? ''
  const entry: InboxEntry = toEntry(claim, xml)
  try {
    if (transition.to === 'unhandled') options.onUnhandled?.(entry, toText(claim.infoType))
    else options.onDead?.(entry, transition.wasRun ? claim.attempts : claim.attempts - 1, transition.lastError)
  } catch (error) {
    options.report(error)
  }
}
