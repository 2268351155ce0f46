import { isWehookError, WehookError } from '../errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from '../events/event.js'
import type { Bilingual } from '../language.js'
import type { Log } from '../log.js'
import { texts } from '../texts.js'
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
  log: Log,
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
        log.warn(signal, texts.noHandler(event.infoType))
      }
    }
    return outcome
  }

  function fail(error: unknown, event: AnyEvent, startedAt: number): never {
    const isLate = isWehookError(error, 'ERR_HANDLER_TIMEOUT')
    const reason = isLate ? error.message : summarizeFailure(error)
    const failed = { ...toSignal(event), attempt: event.attempt, durationMs: now() - startedAt, reason }
    emitSignal('failed', Object.defineProperty(failed, 'error', { value: thrownBy(error) }) as FailureSignal)
    log.error(failed, texts.attemptFailed(event.attempt, event.infoType, reason))
    if (isLate) throw error
    throw new WehookError('ERR_HANDLER_FAILED', reason, { hint: texts.handlersFailed.hint })
  }

  function logLateEnd(work: Promise<unknown>, event: AnyEvent, startedAt: number): void {
    const { attempt, infoType } = event
    const logEnd = (text: Bilingual) => log.warn({ ...toSignal(event), attempt, durationMs: now() - startedAt }, text)
    work.then(
      () => logEnd(texts.lateEnd.done(attempt, infoType)),
      (error) => logEnd(texts.lateEnd.failed(attempt, infoType, summarizeFailure(error))),
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
  return new WehookError('ERR_HANDLER_TIMEOUT', texts.handlersLate.message(ms), { hint: texts.handlersLate.hint })
}
