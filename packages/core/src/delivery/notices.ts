import type { Log } from '../log.js'
import { texts } from '../texts.js'
import type { AnyEvent } from './any-event.js'
import type { EmitSignal, PushSignal } from './signals.js'
import { toSignal } from './signals.js'

/** Signals an event without a handler, and logs it once per InfoType with what to subscribe to. */
export function createUnhandledNotice(emitSignal: EmitSignal, log: Log): (event: AnyEvent) => void {
  const named = new Set<string>()
  return (event) => {
    const signal = toSignal(event)
    emitSignal('unhandled', signal)
    if (named.has(signal.infoType)) return
    named.add(signal.infoType)
    log.warn(signal, texts.noHandler(event.infoType))
  }
}

const quietMs = 10_000

/** Logs that a push was a duplicate, at most once in 10 s: equal pushes of a test look like lost events otherwise. */
export function createDuplicateNotice(log: Log): (signal: PushSignal) => void {
  let last = Number.NEGATIVE_INFINITY
  let unnamed = 0
  return (signal) => {
    // A monotonic clock: setting the system time back does not affect it.
    const at = performance.now()
    if (at - last < quietMs) {
      unnamed += 1
      return
    }
    log.info({ ...signal, ...(unnamed > 0 && { duplicatesSince: unnamed }) }, texts.duplicate(signal.infoType))
    last = at
    unnamed = 0
  }
}

const startGraceMs = 1_000

/** Logs, once, that a push was stored in a process that has handlers and has not called `start()`. */
export function createForgottenStartNotice(log: Log, isForgotten: () => boolean): () => void {
  let isWatching = false
  return () => {
    if (isWatching) return
    isWatching = true
    // A server may listen a moment before `start()` is called.
    setTimeout(() => isForgotten() && log.warn({}, texts.startForgotten), startGraceMs).unref?.()
  }
}
