import { isWehookError, WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import type { Log } from '../log.js'
import type { InboxEntry } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { AnyEmitter, AnyEvent } from './any-event.js'
import type { Around } from './around.js'
import { createStopwatch, within } from './deadline.js'
import { dispatch } from './dispatch.js'
import { summarizeFailure } from './failure.js'
import { type Decision, decide } from './retry.js'
import { type EmitSignal, type PushSignal, toSignal } from './signals.js'

/**
 * Runs an event's handlers once, and signals and logs `handled` or `failed`. Without `entry`: for a push that no inbox holds.
 * Rejects with ERR_HANDLER_FAILED, which carries what `Retry` and `GiveUp` asked for, or with ERR_HANDLER_TIMEOUT when the handlers
 * are not done after `timeoutMs`; their result after that is logged and not signalled.
 */
export type Attempt = (
  event: AnyEvent,
  options?: { readonly entry?: InboxEntry; readonly timeoutMs?: number },
) => Promise<'handled' | 'unhandled'>

export interface AttemptSettings {
  readonly emitter: AnyEmitter
  readonly emitSignal: EmitSignal
  readonly log: Log
  readonly around: Around
  readonly keepErrorMessages: boolean
}

export function createAttempt(settings: AttemptSettings): Attempt {
  const { emitter, emitSignal, log, around, keepErrorMessages } = settings

  /** Rejects with what the handlers threw, when any of them did. */
  async function runHandlers(event: AnyEvent): Promise<'handled' | 'unhandled'> {
    const results = await dispatch(emitter, event.infoType, event)
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    if (errors.length > 0) throw new AggregateError(errors)
    return results.length > 0 ? 'handled' : 'unhandled'
  }

  async function run(event: AnyEvent, timeoutMs: number | undefined): Promise<'handled' | 'unhandled'> {
    const progress = startProgress(event)
    const work = runHandlers(event)
    try {
      const result = await (timeoutMs === undefined ? work : within(work, timeoutMs, () => handlersLate(timeoutMs)))
      if (result === 'handled') emitSignal('handled', progress())
      return result
    } catch (error) {
      if (!(error instanceof AggregateError)) logLateEnd(work, event, progress)
      throw fail(error, event, progress())
    }
  }

  function fail(error: unknown, event: AnyEvent, signal: Progress): WehookError {
    const isLate = isWehookError(error, 'ERR_HANDLER_TIMEOUT')
    const thrown = error instanceof AggregateError ? error.errors : []
    const decision = decide(thrown)
    const reason = isLate ? error.message : summarizeFailure(error, { withMessage: keepErrorMessages })
    const failed = { ...signal, ...decision, reason }
    emitSignal('failed', withError(failed, thrown.length === 1 ? thrown[0] : error))
    log.error(failed, texts.attemptFailed(event.attempt, event.infoType, reason, wordsOf(decision)))
    return isLate ? error : Object.assign(handlersFailed(reason), decision)
  }

  function logLateEnd(work: Promise<unknown>, { attempt, infoType }: AnyEvent, progress: () => Progress): void {
    const { done, failed } = texts.lateEnd
    work.then(
      () => log.warn(progress(), done(attempt, infoType)),
      (error) => log.warn(progress(), failed(attempt, infoType, summarizeFailure(error))),
    )
  }

  return async (event, { entry, timeoutMs } = {}) => around.attempt(event, entry, () => run(event, timeoutMs))
}

type Progress = PushSignal & { readonly attempt: number; readonly durationMs: number }

function startProgress(event: AnyEvent): () => Progress {
  const elapsedMs = createStopwatch()
  return () => ({ ...toSignal(event), attempt: event.attempt, durationMs: elapsedMs() })
}

/** Not enumerable, so that logging the signal does not print it. */
function withError<T extends object>(signal: T, error: unknown): T & { readonly error: unknown } {
  return Object.defineProperty({ ...signal, error }, 'error', { enumerable: false })
}

function wordsOf({ isFinal, retryAfterMs }: Decision): Bilingual | undefined {
  if (isFinal) return texts.asked.noRetry
  return retryAfterMs === undefined ? undefined : texts.asked.retryAfter(retryAfterMs)
}

function handlersFailed(reason: string): WehookError {
  return new WehookError('ERR_HANDLER_FAILED', reason, { hint: texts.handlersFailed.hint })
}

function handlersLate(ms: number): WehookError {
  return new WehookError('ERR_HANDLER_TIMEOUT', texts.handlersLate.message(ms), { hint: texts.handlersLate.hint })
}
