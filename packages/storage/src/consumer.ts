import {
  type ConsumeOptions,
  type Consumer,
  createReviver,
  type Deliver,
  reviveEveryMs,
  settledWithin,
} from '@wehook/core/storage'
import { decide, type LifeRules } from './decide.js'
import { createDeliveries } from './deliveries.js'
import type { Claim, EntryStore } from './entry-store.js'
import { createReporter } from './reporter.js'

/** How often the storage is asked for entries that another process has stored or released. */
const pollMs = 250
/** The pause after a failure of the storage. */
const faultPauseMs = 1_000
const lastLookWithinMs = 1_500

export interface WakeableConsumer extends Consumer {
  /** Asks the storage at once: an entry has become due. */
  wake(): void
}

/** Takes due entries whenever fewer than `concurrency` are being delivered, until it is closed. Keeps the process alive until then. */
export function createConsumer<C extends Claim>(
  store: EntryStore<C>,
  deliver: Deliver,
  options: ConsumeOptions & LifeRules,
): WakeableConsumer {
  const report = createReporter(store.toFault, options.onError)
  const reviver = createReviver(options.handles ?? (() => true))
  const deliveries = createDeliveries(store, {
    deliver,
    rules: options,
    report,
    onRoom: () => wake(),
    onRefused: reviver.refuse,
    ...(options.onDead && { onDead: options.onDead }),
    ...(options.onUnhandled && { onUnhandled: options.onUnhandled }),
  })
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let isWoken = false
  let isStopped = false
  let isEnded = false
  let revivedAt = Number.NEGATIVE_INFINITY
  let closing: Promise<void> | undefined

  const wake = () => {
    isWoken = true
    looking ??= look()
  }

  /** Asks the storage as long as there is something to take; then sleeps until the next entry is due, at most for `pollMs`. */
  const look = async () => {
    clearTimeout(timer)
    let waitMs = pollMs
    while (isWoken && !isStopped) {
      isWoken = false
      waitMs = await takeDue().catch((error: unknown) => {
        report(error)
        return faultPauseMs
      })
    }
    looking = undefined
    if (!isStopped) timer = setTimeout(wake, waitMs)
  }

  const room = () => options.concurrency - deliveries.running()

  const takeDue = async (): Promise<number> => {
    if (room() <= 0) return pollMs
    await store.beforeLook?.()
    await reviveHandled()
    const dueInMs = await store.dueInMs()
    if (dueInMs === undefined || dueInMs > 0) return Math.min(pollMs, dueInMs ?? pollMs)
    if (isStopped) return pollMs
    const { claims, released } = await store.take(room(), deliveries.held, (found) => decide(found, options))
    for (const { claim, release } of released) deliveries.announce(claim, release)
    if (isEnded) return pollMs
    claims.forEach(deliveries.begin)
    isWoken ||= claims.length + released.length > 0
    return pollMs
  }

  /** From time to time makes `unhandled` entries pending again that this process has a handler for. */
  const reviveHandled = async () => {
    if (performance.now() - revivedAt < reviveEveryMs) return
    revivedAt = performance.now()
    for (const infoType of reviver.pick(await store.unhandledInfoTypes())) await store.revive(infoType)
  }

  const close = async (timeoutMs: number) => {
    isStopped = true
    // A storage that does not answer must not delay `close`; entries that it hands out later become free when their lease ends.
    await settledWithin([Promise.resolve(looking)], lastLookWithinMs)
    isEnded = true
    clearTimeout(timer)
    await deliveries.end(timeoutMs)
  }

  wake()
  return {
    wake,
    close({ timeoutMs }) {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}
