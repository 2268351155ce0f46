import {
  type ConsumeOptions,
  type Consumer,
  createReviver,
  type Deliver,
  defaultUnhandledAfterMs,
  retryDelayMs,
  reviveEveryMs,
  type Sealer,
  settledWithin,
} from '@wehook/core/storage'
import { type Claim, createDeliveries, faultPauseMs, tell } from './deliveries.js'
import { type Fields, lostAttempt, openedError, openedText, toEntry, toHash } from './entry.js'
import type { Run } from './list.js'
import type { Reporter } from './reporter.js'
import { type Retention, sweep, sweepEveryMs } from './retention.js'
import { claimScript } from './scripts/claim.js'
import { reviveScript, unhandledTypesScript } from './scripts/operate.js'

/** How often Redis is asked for entries that another process has stored. */
const pollMs = 100
const reviveAtOnce = 500
/** How long Redis may take to record that running deliveries were given up. */
const giveBackWithinMs = 1_500

export interface ConsumerParts {
  readonly run: Run
  readonly sealer: Sealer
  readonly leaseMs: number
  readonly retention: Retention
  /** Called when this process has stored or requeued an entry. */
  readonly wakers: Set<() => void>
  readonly deliver: Deliver
  readonly options: ConsumeOptions
  readonly report: Reporter
}

type ClaimAnswer = readonly [
  taken: readonly (readonly [wasLost: number, fields: Fields])[],
  unhandled: readonly Fields[],
  types: readonly string[],
  soonestMs: number,
]

/** Claims due entries whenever fewer than `concurrency` are being delivered, until it is closed. Keeps the process alive until then. */
export function createConsumer(parts: ConsumerParts): Consumer {
  const { run, sealer, leaseMs, retention, wakers, options, report } = parts
  const { retryDelaysMs, handles = () => true } = options
  const { channel = 'authorization', unhandledAfterMs = defaultUnhandledAfterMs } = options
  const reviver = createReviver(handles)
  const deliveries = createDeliveries({
    ...parts,
    onRefused: reviver.refuse,
    onRoom: () => wake(),
  })
  let passedTypes: readonly string[] = []
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let isClosed = false
  let closing: Promise<void> | undefined

  const wake = () => {
    again = true
    looking ??= look()
  }

  /** Asks Redis as long as there is something to take; then sleeps until the next entry is due, at most for `pollMs`. */
  const look = async () => {
    clearTimeout(timer)
    let waitMs = pollMs
    while (again && !isClosed) {
      again = false
      waitMs = await takeDue().catch((error: unknown) => {
        report(error)
        again = false
        return faultPauseMs
      })
    }
    looking = undefined
    if (!isClosed) timer = setTimeout(wake, waitMs)
  }

  const takeDue = async (): Promise<number> => {
    const room = options.concurrency - deliveries.running()
    if (room <= 0) return pollMs
    const answer = (await run(claimScript, channel, room, leaseMs, ...passedTypes.filter(handles))) as ClaimAnswer
    report.over()
    const [taken, unhandled, types, soonestMs] = answer
    for (const [wasLost, fields] of taken) begin(toClaim(fields), wasLost === 1)
    for (const fields of unhandled) announceUnhandled(fields)
    const isNewType = types.some((infoType) => !passedTypes.includes(infoType) && handles(infoType))
    passedTypes = types
    again ||= taken.length > 0 || isNewType
    return soonestMs < 0 ? pollMs : Math.min(pollMs, soonestMs)
  }

  /** Delivers the entry, unless it has no attempt left, this process has no handler for it, or `retryDelaysMs` asks for a longer wait than the lease that has ended. */
  const begin = (claim: Claim, wasLost: boolean) => {
    const { hash, attempt } = claim
    const made = attempt - 1
    if (isClosed) return deliveries.settle(claim, { ending: 'back', attempts: made })
    const lost = wasLost ? lostAttempt(made) : ''
    if (made > retryDelaysMs.length) {
      const error = lost || (hash['lastError'] ? openedError(sealer, hash.id, hash['lastError']) : lostAttempt(made))
      return deliveries.settle(claim, { ending: 'dead', attempts: made, error })
    }
    const ms = wasLost ? (retryDelayMs(retryDelaysMs, made) ?? 0) - leaseMs : 0
    if (ms > 0) return deliveries.settle(claim, { ending: 'later', attempts: made, ms, error: lost })
    if (!handles(hash['infoType'] ?? '')) {
      return deliveries.settle(claim, { ending: 'passed', attempts: made, ms: unhandledAfterMs })
    }
    deliveries.begin(claim)
  }

  const announceUnhandled = (fields: Fields) => {
    const hash = toHash(fields)
    tell(() => options.onUnhandled?.(toEntry(hash, openedText(sealer, hash) ?? ''), hash['infoType'] ?? ''))
  }

  const revive = async () => {
    for (const infoType of reviver.pick((await run(unhandledTypesScript, channel)) as readonly string[])) {
      while (Number(await run(reviveScript, channel, infoType, reviveAtOnce)) > 0) wake()
    }
  }

  const timers = [
    setInterval(() => revive().catch(report), reviveEveryMs),
    setInterval(() => sweep(run, retention).catch(report), sweepEveryMs(retention)),
  ]

  const close = async (timeoutMs: number) => {
    isClosed = true
    wakers.delete(wake)
    timers.forEach(clearInterval)
    clearTimeout(timer)
    await settledWithin(looking ? [looking] : [], giveBackWithinMs)
    await deliveries.end(timeoutMs, giveBackWithinMs)
    for (const waker of wakers) waker()
  }

  wakers.add(wake)
  wake()
  revive().catch(report)
  sweep(run, retention).catch(report)
  return {
    close({ timeoutMs }) {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}

function toClaim(fields: Fields): Claim {
  const hash = toHash(fields)
  return { hash, claim: hash['claim'] ?? '', attempt: Number(hash['attempts']) }
}
