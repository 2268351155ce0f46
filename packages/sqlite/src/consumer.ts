import type { ConsumeOptions, Consumer, Deliver } from '@wehook/core/storage'
import { claimDue, nextDueAt, recall } from './claim.js'
import type { StorageContext } from './context.js'
import { createDeliveries } from './deliveries.js'
import { toFault } from './fault.js'

/** How soon an entry that another process stored or gave back is noticed: one indexed read, no write, so an idle consumer leaves the disk alone. */
const pollMs = 250
/** After a fault of the storage. */
const faultPauseMs = 1_000
/** A clock that is set back by less does not matter. */
const stepMs = 1_000
/** The same fault is reported once in this time. */
const reportEveryMs = 10_000

/** Claims what is due whenever there is room for it, until it is closed. Keeps the process alive meanwhile. */
export function createConsumer(context: StorageContext, deliver: Deliver, options: ConsumeOptions): Consumer {
  const report = createReporter(options.onError)
  const deliveries = createDeliveries(context, { ...options, deliver, report, onRoom: () => wake() })
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  /** Of the clock before the one that nobody sets: the clock was set back where it shrinks, and perhaps before we began. */
  let lead = Number.POSITIVE_INFINITY
  let stopped = false
  let closing: Promise<void> | undefined

  const wake = () => {
    again = true
    looking ??= look()
  }

  /** Looks as long as there is reason to; then sleeps until the next entry is due, or for a poll. */
  const look = async () => {
    clearTimeout(timer)
    let wait = pollMs
    while (again && !stopped) {
      again = false
      wait = await takeDue().catch((error: unknown) => {
        report(error)
        return faultPauseMs
      })
    }
    looking = undefined
    if (!stopped) timer = setTimeout(wake, wait)
  }

  const room = () => options.concurrency - deliveries.running()

  const followClock = async () => {
    const leadNow = context.now() - performance.now()
    if (leadNow < lead - stepMs) await context.database.write(() => recall(context, options.retryDelaysMs))
    lead = leadNow
  }

  const takeDue = async (): Promise<number> => {
    if (room() <= 0) return pollMs
    await followClock()
    const dueAt = await nextDueAt(context)
    if (dueAt === undefined || dueAt > context.now()) return Math.min(pollMs, (dueAt ?? Infinity) - context.now())
    const { claims, deaths } = await context.database.write(() =>
      stopped ? { claims: [], deaths: [] } : claimDue(context, room(), options.retryDelaysMs, deliveries.held),
    )
    deaths.forEach(deliveries.announce)
    claims.forEach(deliveries.begin)
    again ||= claims.length + deaths.length > 0
    return pollMs
  }

  const close = async (timeoutMs: number) => {
    stopped = true
    context.wakers.delete(wake)
    await looking
    clearTimeout(timer)
    await deliveries.end(timeoutMs)
  }

  context.wakers.add(wake)
  wake()
  return {
    close({ timeoutMs }) {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}

/** Passes faults on, the same one at most once in 10 s: a full disk fails every poll. A listener that throws changes nothing. */
function createReporter(onError: ConsumeOptions['onError']): (error: unknown) => void {
  const reported = new Map<string, number>()
  return (error) => {
    const fault = toFault(error, 'ERR_INBOX_UNAVAILABLE', 'deliver')
    if (Date.now() - (reported.get(fault.message) ?? 0) < reportEveryMs) return
    reported.set(fault.message, Date.now())
    try {
      onError?.(fault)
    } catch {
      // Nobody is left to tell.
    }
  }
}
