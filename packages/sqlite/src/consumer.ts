import { type ConsumeOptions, type Consumer, createReviver, type Deliver, reviveEveryMs } from '@wehook/core/storage'
import { claimDue, nextDueAt, type Taken } from './claim.js'
import { createClockWatch, recall } from './clock.js'
import type { StorageContext } from './context.js'
import { createDeliveries } from './deliveries.js'
import { toFault } from './fault.js'
import { revive, unhandledInfoTypes } from './operate.js'

/** How soon an entry that another process stored or gave back is noticed: one indexed read, no write, so an idle consumer leaves the disk alone. */
const pollMs = 250
/** After a fault of the storage. */
const faultPauseMs = 1_000
/** The same fault is reported once in this time. */
const reportEveryMs = 10_000

const nothing: Taken = { claims: [], deaths: [], unhandled: [], passed: 0 }

/** Claims what is due whenever there is room for it, until it is closed. Keeps the process alive meanwhile. */
export function createConsumer(context: StorageContext, deliver: Deliver, options: ConsumeOptions): Consumer {
  const report = createReporter(options.onError)
  const reviver = createReviver(options.handles ?? (() => true))
  const deliveries = createDeliveries(context, {
    ...options,
    deliver,
    report,
    onRoom: () => wake(),
    onRefused: reviver.refuse,
  })
  const isClockSetBack = createClockWatch(context.now)
  let revivedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
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

  /** Looks now and then for `unhandled` entries that this process has a handler for. */
  const reviveHandled = async () => {
    if (performance.now() - revivedAt < reviveEveryMs) return
    revivedAt = performance.now()
    const picked = reviver.pick(await unhandledInfoTypes(context, options.channel))
    for (const infoType of picked) await revive(context, infoType, options.channel)
  }

  const takeDue = async (): Promise<number> => {
    if (room() <= 0) return pollMs
    if (isClockSetBack()) await context.database.write(() => recall(context))
    await reviveHandled()
    const dueAt = await nextDueAt(context, options.channel)
    if (dueAt === undefined || dueAt > context.now()) return Math.min(pollMs, (dueAt ?? Infinity) - context.now())
    const { claims, deaths, unhandled, passed } = await context.database.write(() =>
      stopped ? nothing : claimDue(context, room(), options, deliveries.held),
    )
    deaths.forEach(deliveries.announce)
    unhandled.forEach(deliveries.announceUnhandled)
    claims.forEach(deliveries.begin)
    again ||= claims.length + deaths.length + unhandled.length + passed > 0
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
