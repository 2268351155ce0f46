import { isWehookError, WehookError } from '../errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from '../events/event.js'
import type { Logger } from '../options.js'
import { within } from './deadline.js'
import { dispatch, HandlersFailed, type Outcome } from './dispatch.js'
import type { Emitter } from './emitter.js'
import { summarizeFailure } from './failure.js'
import type { EmitSignal, FailureSignal, PushSignal } from './signals.js'

export type AnyEvent = AuthorizationEvent | UnknownEvent

/**
 * Runs an event's handlers once and tells the signals and the log how it went: one of `handled`, `failed` and `unhandled` for an attempt.
 * The outcome is there at once where no handler has anything to wait for. Throws, or rejects with, ERR_HANDLER_FAILED, or
 * ERR_HANDLER_TIMEOUT when they are not done after `timeoutMs`; how they end then goes to the log alone.
 */
export type Delivery = (event: AnyEvent, timeoutMs?: number) => Outcome | Promise<Outcome>

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

  function conclude(outcome: Outcome, event: AnyEvent, startedAt: number): Outcome {
    const signal = toSignal(event)
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
  }

  function fail(error: unknown, event: AnyEvent, startedAt: number): never {
    const isLate = isWehookError(error, 'ERR_HANDLER_TIMEOUT')
    const reason = isLate ? error.message : summarizeFailure(error)
    const failed = { ...toSignal(event), attempt: event.attempt, durationMs: now() - startedAt, reason }
    emitSignal('failed', Object.defineProperty(failed, 'error', { value: thrownBy(error) }) as FailureSignal)
    logger.error(failed, `attempt ${event.attempt} at ${event.infoType} failed: ${reason}`)
    if (isLate) throw error
    throw new WehookError('ERR_HANDLER_FAILED', reason, {
      hint: 'see what the handler threw in the signal `failed`; a handler runs again and must be idempotent on event.id',
    })
  }

  function logLateEnd(work: Promise<unknown>, event: AnyEvent, startedAt: number): void {
    const log = (ending: string) => {
      const late = { ...toSignal(event), attempt: event.attempt, durationMs: now() - startedAt }
      logger.warn(late, `attempt ${event.attempt} at ${event.infoType}, given up before, ${ending}`)
    }
    work.then(
      () => log('is done'),
      (error) => log(`failed: ${summarizeFailure(error)}`),
    )
  }

  function inTime(work: Promise<Outcome>, ms: number, event: AnyEvent, startedAt: number): Promise<Outcome> {
    return within(work, ms, () => {
      logLateEnd(work, event, startedAt)
      return handlerTimeout(ms)
    })
  }

  return (event, timeoutMs) => {
    const startedAt = now()
    try {
      const work = dispatch(emitter, event)
      if (!(work instanceof Promise)) return conclude(work, event, startedAt)
      return (timeoutMs === undefined ? work : inTime(work, timeoutMs, event, startedAt)).then(
        (outcome) => conclude(outcome, event, startedAt),
        (error) => fail(error, event, startedAt),
      )
    } catch (error) {
      return fail(error, event, startedAt)
    }
  }
}

function thrownBy(error: unknown): unknown {
  return error instanceof HandlersFailed && error.errors.length === 1 ? error.errors[0] : error
}

function handlerTimeout(ms: number): WehookError {
  return new WehookError('ERR_HANDLER_TIMEOUT', `the handlers were not done after ${ms} ms; they run on`, {
    hint: 'raise handlerTimeoutMs, or let the handler give up in time by itself',
  })
}
