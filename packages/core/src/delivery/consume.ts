import { readEvent } from '../events/read.js'
import type { ReceiverSettings } from '../options.js'
import type { Consumer, Deliver, Inbox, InboxEntry } from '../storage/inbox.js'
import { texts } from '../texts.js'
import { type Delivery, toSignal } from './attempt.js'
import { describeFailure } from './failure.js'
import type { EmitSignal } from './signals.js'

/** Begins to deliver what the inbox holds: each entry is read again, its handlers have `handlerTimeoutMs`. */
export function startConsumer(
  inbox: Inbox,
  deliver: Delivery,
  emitSignal: EmitSignal,
  settings: ReceiverSettings,
  handles: (infoType: string) => boolean,
): Promise<Consumer> {
  const { concurrency, retryDelaysMs, handlerTimeoutMs, log } = settings
  const deliverEntry: Deliver = async (entry, attempt) => deliver(eventOf(entry, attempt), handlerTimeoutMs)
  return inbox.consume(deliverEntry, {
    concurrency,
    retryDelaysMs,
    handles,
    onDead(entry, attempts, reason) {
      const dead = { ...toSignal(eventOf(entry, attempts)), attempts, reason }
      emitSignal('dead', dead)
      log.error(dead, texts.dead)
    },
    onUnhandled(entry) {
      const unhandled = toSignal(eventOf(entry, 0))
      emitSignal('unhandled', unhandled)
      log.warn(unhandled, texts.unhandledEverywhere)
    },
    onError(error) {
      log.error({ reason: describeFailure(error, log.language) }, texts.inboxFailed)
    },
  })
}

function eventOf(entry: InboxEntry, attempt: number) {
  const timestamp = Math.floor(entry.receivedAt / 1000)
  return readEvent({ ...entry, timestamp }, { attempt, receivedAt: entry.receivedAt })
}

const watchEveryMs = 15_000
const overdueMs = 60_000

/** Signals and logs, once until it is caught up, that entries wait: no consumer was started, or it cannot keep pace. */
export function watchOverdue(inbox: Inbox, emitSignal: EmitSignal, settings: ReceiverSettings): () => void {
  const { log, now } = settings
  let isOverdue = false
  const look = async () => {
    const { oldestDueAt, pending } = await inbox.counts()
    const waitsMs = oldestDueAt === undefined ? 0 : now() - oldestDueAt
    if (waitsMs > overdueMs && !isOverdue) {
      emitSignal('overdue', { overdueMs: waitsMs, pending })
      log.warn({ overdueMs: waitsMs, pending }, texts.overdue)
    }
    isOverdue = waitsMs > overdueMs
  }
  // A storage that is down says so to the pushes; the watch just looks again.
  const timer = setInterval(() => look().catch(() => {}), watchEveryMs)
  timer.unref?.()
  return () => clearInterval(timer)
}
