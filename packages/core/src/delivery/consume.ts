import type { ReceiverSettings } from '../options.js'
import type { Consumer, Inbox, InboxEntry } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { Url } from '../url.js'
import type { AnyEmitter, AnyEvent } from './any-event.js'
import type { Attempt } from './attempt.js'
import { settledWithin } from './deadline.js'
import { describeFailure } from './failure.js'
import { type EmitSignal, toSignal } from './signals.js'

const countWithinMs = 500

/** Begins to deliver what the inbox holds: each entry is read again, its handlers have `handlerTimeoutMs`. */
export async function startConsumer(
  url: Url,
  inbox: Inbox,
  attempt: Attempt,
  emitter: AnyEmitter,
  emitSignal: EmitSignal,
  settings: ReceiverSettings,
): Promise<Consumer> {
  const { concurrency, retryDelaysMs, unhandledAfterMs, handlerTimeoutMs: timeoutMs, log } = settings
  // Counting must not keep the app from starting: a storage that is down fails in `consume` below.
  await settledWithin([logHeld(inbox, settings)], countWithinMs)
  return inbox.consume((entry, number) => attempt(eventOf(url, entry, number), { entry, timeoutMs }), {
    channel: url.channel,
    concurrency,
    retryDelaysMs,
    unhandledAfterMs,
    handles: (infoType) => hasHandler(emitter, infoType),
    onDead(entry, attempts, reason) {
      const dead = { ...toSignal(eventOf(url, entry, attempts)), attempts, reason }
      emitSignal('dead', dead)
      log.error(dead, texts.dead)
    },
    onUnhandled(entry) {
      const unhandled = toSignal(eventOf(url, entry, 1))
      emitSignal('unhandled', unhandled)
      log.warn(unhandled, texts.unhandledEverywhere(unhandled.infoType))
    },
    onError(error) {
      log.error({ reason: describeFailure(error, log.language) }, texts.inboxFailed)
    },
  })
}

/** The event of a stored push. */
export function eventOf(url: Pick<Url, 'read'>, entry: InboxEntry, attempt: number): AnyEvent {
  const timestamp = Math.floor(entry.receivedAt / 1000)
  return url.read({ ...entry, timestamp }, { attempt, receivedAt: entry.receivedAt })
}

/** `unknown` counts for every InfoType: an event of a known one that cannot be read is delivered as `unknown`. */
function hasHandler({ all }: AnyEmitter, infoType: string): boolean {
  const handlers: ReadonlyMap<string, readonly unknown[] | undefined> = all
  return [infoType, 'unknown', '*'].some((name) => (handlers.get(name)?.length ?? 0) > 0)
}

/** After a crash the entries of the old process wait until its lease ends. This line explains the wait, which looks like a fault otherwise. */
async function logHeld(inbox: Inbox, { log }: ReceiverSettings): Promise<void> {
  const { held, heldUntil } = await inbox.counts()
  if (held === 0) return
  const until = heldUntil === undefined ? undefined : new Date(heldUntil).toISOString()
  log.info({ held, heldUntil: until }, texts.held(held, until ?? ''))
}

const watchEveryMs = 15_000
const overdueMs = 60_000

/** Signals and logs that entries are overdue, once until they no longer are: no consumer was started, or it is too slow. */
export function watchOverdue(inbox: Inbox, emitSignal: EmitSignal, { log, now }: ReceiverSettings): () => void {
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
  // A storage that is down already fails the pushes; the watch only tries again.
  const timer = setInterval(() => look().catch(() => {}), watchEveryMs)
  timer.unref?.()
  return () => clearInterval(timer)
}
