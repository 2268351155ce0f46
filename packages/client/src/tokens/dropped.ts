import type { Emitter } from '@wehook/core'
import { createSignals, type Log } from '@wehook/core/storage'
import { texts } from '../texts.js'

/** What was ignored because something newer of the same account is stored. */
export interface Dropped {
  /** `code`: was not exchanged. `grant`: was exchanged, its tokens were not stored. `withdrawal`: an `unauthorized` event. */
  readonly what: 'code' | 'grant' | 'withdrawal'
  readonly appid: string
  /** Unix ms that it belongs to: the event's `createdAt`, or WeChat's time of the exchange. */
  readonly asOf: number
}

/** Signals of a client, for logs and metrics. */
export type ClientSignals = {
  dropped: Dropped
}

export interface DroppedReport {
  readonly signals: Pick<Emitter<ClientSignals>, 'on' | 'off'>
  /** Emits the signal `dropped` and logs it. */
  report(dropped: Dropped): void
}

export function createDroppedReport(log: Log): DroppedReport {
  const signals = createSignals<ClientSignals>({ dropped: true })
  return {
    signals,
    report(dropped) {
      log.warn(dropped, texts.dropped[dropped.what](dropped.appid))
      try {
        signals.emit('dropped', dropped)
      } catch {
        log.warn({ signal: 'dropped' }, texts.listenerThrew)
      }
    },
  }
}
