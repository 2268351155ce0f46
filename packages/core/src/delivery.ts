import { dispatch, HandlersFailed } from './dispatch.js'
import type { Emitter } from './emitter.js'
import { WehookError } from './errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from './events/event.js'
import { summarizeFailure } from './failure.js'
import type { Logger } from './options.js'
import type { FailureSignal, PushSignal, Signals } from './signals.js'

export type AnyEvent = AuthorizationEvent | UnknownEvent

/** Runs an event's handlers once and tells the signals and the log how it went. */
export type Delivery = (event: AnyEvent) => Promise<'handled' | 'unhandled'>

export type EmitSignal = <K extends keyof Signals>(name: K, signal: Signals[K]) => void

export function toSignal(event: AnyEvent): PushSignal {
  const infoType = event.infoType === 'unknown' ? (event.wireInfoType ?? 'unknown') : event.infoType
  return { id: event.id, componentAppId: event.componentAppId, infoType }
}

export function createDelivery(
  emitter: Emitter<AuthorizationEvents>,
  emitSignal: EmitSignal,
  logger: Logger,
  now: () => number,
): Delivery {
  const namedUnhandled = new Set<string>()
  return async (event) => {
    const startedAt = now()
    const signal = toSignal(event)
    try {
      const outcome = await dispatch(emitter, event)
      if (outcome === 'handled') {
        // Spelled out here and where `accepted` is emitted: what follows a spread is added one by one, at a µs each.
        const { id, componentAppId, infoType } = signal
        emitSignal('handled', { id, componentAppId, infoType, attempt: event.attempt, durationMs: now() - startedAt })
      } else {
        emitSignal('unhandled', signal)
        if (!namedUnhandled.has(signal.infoType)) {
          namedUnhandled.add(signal.infoType)
          logger.warn(
            signal,
            `no handler for ${event.infoType}; subscribe with receiver.on('${event.infoType}', …) (said once)`,
          )
        }
      }
      return outcome
    } catch (error) {
      const reason = summarizeFailure(error)
      tellFailure(event, { reason, durationMs: now() - startedAt, error: thrownBy(error) }, emitSignal, logger)
      throw new WehookError('ERR_HANDLER_FAILED', reason, {
        hint: 'see what the handler threw in the signal `failed`; a handler runs again and must be idempotent on event.id',
      })
    }
  }
}

/** Tells the signals and the log of one attempt that failed. */
export function tellFailure(
  event: AnyEvent,
  { error, reason, durationMs }: Pick<FailureSignal, 'error' | 'reason' | 'durationMs'>,
  emitSignal: EmitSignal,
  logger: Logger,
): void {
  const failed = { ...toSignal(event), attempt: event.attempt, durationMs, reason }
  emitSignal('failed', Object.defineProperty(failed, 'error', { value: error }) as FailureSignal)
  logger.error(failed, `attempt ${event.attempt} at ${event.infoType} failed: ${reason}`)
}

function thrownBy(error: unknown): unknown {
  return error instanceof HandlersFailed && error.errors.length === 1 ? error.errors[0] : error
}
