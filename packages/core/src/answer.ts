import type { Admit } from './delivery/admit.js'
import type { AnyEvent } from './delivery/any-event.js'
import { summarizeFailure } from './delivery/failure.js'
import { type EmitSignal, type PushSignal, toSignal } from './delivery/signals.js'
import { isWehookError, WehookError } from './errors.js'
import { bodyTooLarge } from './http/body.js'
import { createBodyBudget } from './http/budget.js'
import { echo } from './http/echo.js'
import { type PushRequest, type PushResponse, successResponse, toErrorResponse } from './http/exchange.js'
import type { ReceiverSettings } from './options.js'
import { createRefusalLog, type Refusal } from './push/diagnose.js'
import { type OpenedPush, openEnvelope, type PushBody, readEnvelope, readQuery } from './push/open.js'
import { texts } from './texts.js'

/** The clocks of WeChat and of this machine differ by less. An older or newer push raises the signal `stale`; only `maxAgeMs` refuses it. */
const staleMs = 600_000

/** How many unfinished bodies of the greatest length may be in memory at once. */
const unfinishedBodies = 64

/** What was known of a push when it was refused. */
type Known = { -readonly [Field in keyof Omit<Refusal, 'error'>]: Refusal[Field] }

/** Answers one request: read, verify, decrypt, type, admit. Never rejects. */
export type Answer = (request: PushRequest, traceparent?: string) => Promise<PushResponse>

export interface AnswerParts {
  readonly settings: ReceiverSettings
  readonly admit: Admit
  /** Types an opened push. */
  readonly read: (push: OpenedPush, request: PushRequest, receivedAt: number) => AnyEvent
  /** The response to a push that is stored or handled. Default: `success`. */
  readonly respond?: (event: AnyEvent, push: OpenedPush) => PushResponse
  readonly emitSignal: EmitSignal
  /** Called with each push that has been received before. */
  readonly onDuplicate: (signal: PushSignal) => void
  readonly isClosed: () => boolean
}

export function createAnswer(parts: AnswerParts): Answer {
  const { settings, admit, read, respond = () => successResponse, emitSignal, onDuplicate, isClosed } = parts
  const { platforms, log, now, deadlineMs, bodyLimitBytes, maxAgeMs } = settings
  const logRefusal = createRefusalLog(platforms, log, now)
  const budget = createBodyBudget(unfinishedBodies * bodyLimitBytes)

  async function readBody({ body, length }: PushRequest, timeoutMs: number): Promise<PushBody> {
    if (length !== undefined && length > bodyLimitBytes) throw bodyTooLarge(bodyLimitBytes)
    const whole = typeof body === 'function' ? await body({ limitBytes: bodyLimitBytes, timeoutMs, budget }) : body
    if (sizeOf(whole) > bodyLimitBytes) throw bodyTooLarge(bodyLimitBytes)
    return whole
  }

  async function receive(
    request: PushRequest,
    known: Known,
    startedAt: number,
    elapsedMs: () => number,
    traceparent: string | undefined,
  ) {
    if (isClosed()) throw receiverClosed()
    if (request.method === 'GET' && 'echostr' in request.query) return echo(request.query, platforms)
    if (request.method !== 'POST') throw methodNotAllowed(request.method)
    // A monotonic clock: after the system time is set back, a deadline by `Date.now` would come later than WeChat waits.
    const deadline = performance.now() + deadlineMs
    const remainingMs = () => deadline - performance.now()
    known.query = readQuery(request.query)
    known.envelope = readEnvelope(await readBody(request, remainingMs()))
    const push = openEnvelope(known.envelope, known.query, platforms)
    const event = read(push, request, startedAt)
    const signal = toSignal(event)
    const skewMs = skewOf(push, event.createdAt, startedAt)
    checkAge(push, skewMs, signal)
    const admitted = await admit(event, { remainingMs: remainingMs(), traceparent })
    if (admitted === 'accepted') emitSignal('accepted', { ...signal, durationMs: elapsedMs(), skewMs })
    else onDuplicate(signal)
    return respond(event, push)
  }

  function checkAge({ previous }: OpenedPush, skewMs: number, signal: PushSignal): void {
    if (previous.token || previous.key) emitSignal('previousKey', { ...signal, ...previous })
    if (Math.abs(skewMs) > staleMs) emitSignal('stale', { ...signal, skewMs })
    if (maxAgeMs !== undefined && Math.abs(skewMs) > maxAgeMs) throw pushStale(skewMs)
  }

  return async (request, traceparent) => {
    // A monotonic clock, so that a change of the system time does not change durations.
    const begin = performance.now()
    const elapsedMs = () => Math.round(performance.now() - begin)
    const known: Known = { rawQuery: request.query }
    try {
      return await receive(request, known, now(), elapsedMs, traceparent)
    } catch (thrown) {
      const error = isWehookError(thrown) ? thrown : internal(thrown)
      const response = toErrorResponse(error)
      emitSignal('rejected', { code: error.code, httpStatus: response.status, durationMs: elapsedMs() })
      logRefusal({ ...known, error })
      return response
    }
  }
}

/**
 * Our clock less the time of the push: of its timestamp or of its CreateTime, whichever differs more. The signature holds timestamp and nonce in
 * sorted order, so it stays valid when an attacker swaps the two. CreateTime cannot be changed: it is inside the encrypted document.
 */
function skewOf({ timestamp }: OpenedPush, createdAt: Date, startedAt: number): number {
  const skews = [timestamp * 1000, createdAt.getTime()].map((sentAt) => startedAt - sentAt)
  return skews.reduce((largest, skew) => (Math.abs(skew) > Math.abs(largest) ? skew : largest))
}

/** An object was measured by the parser that made it. */
function sizeOf(body: PushBody): number {
  if (typeof body === 'string') return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.byteLength : 0
}

function methodNotAllowed(method: string): WehookError {
  const { message, hint } = texts.methodNotAllowed
  return new WehookError('ERR_METHOD_NOT_ALLOWED', message(method.slice(0, 16)), { hint })
}

function pushStale(skewMs: number): WehookError {
  const { message, hint } = texts.pushStale
  return new WehookError('ERR_PUSH_STALE', message(Math.round(Math.abs(skewMs) / 1000), skewMs < 0), { hint })
}

export function receiverClosed(): WehookError {
  const { message, hint } = texts.receiverClosed
  return new WehookError('ERR_RECEIVER_CLOSED', message, { hint })
}

export function internal(cause: unknown): WehookError {
  const { message, hint } = texts.internal
  return new WehookError('ERR_INTERNAL', message(summarizeFailure(cause)), { hint, cause })
}
