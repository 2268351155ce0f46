import type { WehookErrorCode } from '../errors.js'
import type { Log } from '../log.js'
import { texts } from '../texts.js'
import type { AnyEvent } from './any-event.js'
import { dispatch } from './dispatch.js'
import type { Emitter } from './emitter.js'
import { summarizeFailure } from './failure.js'

/** The fields of every signal about an authentic push. No field of a signal holds a secret or personal data. */
export interface PushSignal {
  readonly id: string
  readonly componentAppId: string
  /** The wire InfoType where the document could be read, else `unknown`. */
  readonly infoType: string
}

export interface FailureSignal extends PushSignal {
  readonly attempt: number
  readonly durationMs: number
  /** Error class, code and place: safe to log. */
  readonly reason: string
  /** What the handlers threw. Not enumerable, so that logging the signal does not print it: it is yours and may hold personal data. */
  readonly error: unknown
}

/** Operational signals; when a listener throws or rejects, that is logged and changes nothing else. For logs and metrics. */
export type Signals = {
  /** Answered `success` or about to be: stored, or handled. `skewMs`: our clock less the time of the push, positive when that lies in the past. */
  accepted: PushSignal & { readonly durationMs: number; readonly skewMs: number }
  /** Refused or failed. `suspected`: the likely cause, where it is known before the answer is sent. */
  rejected: { readonly code: WehookErrorCode; readonly httpStatus: number; readonly durationMs: number }
  /** A push that had been stored or handled before, or that equals one which is being handled. */
  duplicate: PushSignal
  /** The query's timestamp is more than 600 s from our clock; `skewMs` is positive when it lies in the past. */
  stale: PushSignal & { readonly skewMs: number }
  /** Verified by the previous token or opened by the previous key. */
  previousKey: PushSignal & { readonly token: boolean; readonly key: boolean }
  /** Every handler is done, in time. With an inbox each attempt ends in `handled` or `failed`. */
  handled: PushSignal & { readonly attempt: number; readonly durationMs: number }
  /** One attempt failed, or was not done after `handlerTimeoutMs`: how it ends then is logged and not signalled. */
  failed: FailureSignal
  /** The last attempt failed, or a handler threw `GiveUp`: kept in the inbox until somebody requeues it. */
  dead: PushSignal & { readonly attempts: number; readonly reason: string }
  /** No handler is subscribed to it; with an inbox: in no process for `unhandledAfterMs`. */
  unhandled: PushSignal
  /** The oldest due entry of the inbox waits for more than a minute; signalled once until that is over. */
  overdue: { readonly overdueMs: number; readonly pending: number }
}

export const signalNames: { readonly [Name in keyof Signals]: true } = {
  ...{ accepted: true, rejected: true, duplicate: true, stale: true, previousKey: true },
  ...{ handled: true, failed: true, dead: true, unhandled: true, overdue: true },
}

export function toSignal(event: AnyEvent): PushSignal {
  const infoType = event.infoType === 'unknown' ? (event.wireInfoType ?? 'unknown') : event.infoType
  return { id: event.id, componentAppId: event.componentAppId, infoType }
}

export type EmitSignal = <K extends keyof Signals>(name: K, signal: Signals[K]) => void

export function createEmitSignal(signals: Emitter<Signals>, log: Log): EmitSignal {
  return async (name, signal) => {
    for (const result of await dispatch(signals, name, signal)) {
      if (result.status === 'fulfilled') continue
      log.error({ signal: name, reason: summarizeFailure(result.reason) }, texts.listenerThrew)
    }
  }
}
