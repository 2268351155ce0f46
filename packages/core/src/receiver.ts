import { type Admit, createDirectAdmit, createInboxAdmit } from './delivery/admit.js'
import { createDelivery, toSignal } from './delivery/attempt.js'
import { startConsumer, watchOverdue } from './delivery/consume.js'
import { createTally, within } from './delivery/deadline.js'
import { createEmitter, type Emitter } from './delivery/emitter.js'
import { summarizeFailure } from './delivery/failure.js'
import { createEmitSignal, type Signals } from './delivery/signals.js'
import { isWehookError, WehookError } from './errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from './events/event.js'
import { readEvent } from './events/read.js'
import { bodyTimeout, bodyTooLarge } from './http/body.js'
import { echo } from './http/echo.js'
import { type PushRequest, type PushResponse, refusalOf, successResponse } from './http/exchange.js'
import { createGate } from './http/gate.js'
import { type ReceiverOptions, readOptions } from './options.js'
import { createRefusalLog, type Refusal } from './push/diagnose.js'
import { openEnvelope, type PushBody, readEnvelope, readQuery } from './push/open.js'
import type { Consumer } from './storage/inbox.js'
import { texts } from './texts.js'

/** Takes a subscription back; calling it again does nothing. */
export type Off = () => void

export interface Receiver<E extends AuthorizationEvents = AuthorizationEvents> {
  /** Subscribes to one InfoType, `unknown` among them. What the handler returns is awaited; a rejection counts as a failure. */
  on<K extends keyof AuthorizationEvents>(infoType: K, handler: (event: AuthorizationEvents[K]) => unknown): Off
  on(
    infoType: '*',
    handler: (infoType: keyof AuthorizationEvents, event: AuthorizationEvent | UnknownEvent) => unknown,
  ): Off
  /** The mitt behind {@link on}. */
  readonly emitter: Emitter<E>
  readonly signals: Emitter<Signals>
  /** Answers one request. Never rejects. */
  handle(request: PushRequest): Promise<PushResponse>
  /** With an inbox: begins to deliver; call it once the handlers stand. Without: does nothing. */
  start(): Promise<void>
  /** Refuses new pushes, waits at most `timeoutMs` (default 10,000) for what runs, then gives claims back, for which a storage may take 2 s more. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}

/** WeChat's clock and ours differ by less; a push beyond is signalled, and refused only with `maxAgeMs`. */
const staleMs = 600_000

/** A push has about 1 kB. Longer bodies are read two at a time, so that a flood of them fills no memory and keeps no push waiting. */
const longBytes = 16_384
const longAtOnce = 2

/**
 * Wires the journey of a push: read, scan, verify, decrypt, read the event, admit, dispatch, answer.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const receiver = createReceiver({ componentAppId, token, encodingAesKey })
 * receiver.on('authorized', async (event) => save(event.payload.AuthorizerAppid))
 */
export function createReceiver<E extends AuthorizationEvents = AuthorizationEvents>(
  options: ReceiverOptions<E>,
): Receiver<E> {
  const settings = readOptions(options)
  const { platforms, inbox, log, now, deadlineMs, bodyLimitBytes, maxAgeMs } = settings
  const publicEmitter = options.emitter ?? createEmitter<E>()
  // The map of a host's emitter holds our events and more; inside, only ours count.
  const emitter = publicEmitter as unknown as Emitter<AuthorizationEvents>
  const signals = createEmitter<Signals>()
  const emitSignal = createEmitSignal(signals, log)
  const logRefusal = createRefusalLog(platforms, log, now)
  const tally = createTally()
  const longBodies = createGate(longAtOnce)
  const deliver = createDelivery(emitter, emitSignal, log, now)
  const admit: Admit = inbox ? createInboxAdmit(inbox) : createDirectAdmit(deliver, tally)
  const unwatch = inbox ? watchOverdue(inbox, emitSignal, settings) : () => {}
  let isClosed = false
  let consumer: Promise<Consumer> | undefined

  if (!inbox) {
    log.warn({}, texts.noInbox)
  } else if (!inbox.durable) {
    log.warn({}, texts.inboxNotDurable)
  }

  /** `unknown` counts for every InfoType: an event of a known one that cannot be read goes there. */
  function handles(infoType: string): boolean {
    const names = [infoType, 'unknown', '*'] as const
    return names.some((name) => (emitter.all.get(name as '*')?.length ?? 0) > 0)
  }

  function readBody({ body, length = Number.NaN }: PushRequest, remainingMs: () => number) {
    if (length > bodyLimitBytes) throw bodyTooLarge(bodyLimitBytes)
    if (typeof body !== 'function') return body
    const read = () => body({ limitBytes: bodyLimitBytes, timeoutMs: remainingMs() })
    return length > longBytes ? longBodies.pass(read, remainingMs(), () => bodyTimeout(deadlineMs)) : read()
  }

  async function respond(request: PushRequest, refusal: Draft<Refusal>, startedAt: number): Promise<PushResponse> {
    tally.enter()
    try {
      if (isClosed) throw receiverClosed()
      if (request.method === 'GET' && 'echostr' in request.query) return echo(request.query, platforms)
      if (request.method !== 'POST') throw methodNotAllowed(request.method)
      const remainingMs = () => deadlineMs - (now() - startedAt)
      refusal.query = readQuery(request.query)
      const body = await readBody(request, remainingMs)
      if (sizeOf(body) > bodyLimitBytes) throw bodyTooLarge(bodyLimitBytes)
      refusal.envelope = readEnvelope(body)
      const push = openEnvelope(refusal.envelope, refusal.query, platforms)
      const event = readEvent(push, { receivedAt: startedAt })
      const signal = toSignal(event)
      if (push.previous.token || push.previous.key) emitSignal('previousKey', { ...signal, ...push.previous })
      const skewMs = startedAt - push.timestamp * 1000
      if (Math.abs(skewMs) > staleMs) emitSignal('stale', { ...signal, skewMs })
      if (maxAgeMs !== undefined && Math.abs(skewMs) > maxAgeMs) throw pushStale(skewMs)
      const admitted = await admit(event, remainingMs())
      const { id, componentAppId, infoType } = signal
      if (admitted === 'duplicate') emitSignal('duplicate', signal)
      else emitSignal('accepted', { id, componentAppId, infoType, durationMs: now() - startedAt })
      return successResponse
    } catch (error) {
      return refuse(error, refusal, startedAt)
    } finally {
      tally.leave()
    }
  }

  function refuse(thrown: unknown, refusal: Draft<Refusal>, startedAt: number): PushResponse {
    const error = isWehookError(thrown) ? thrown : internal(thrown)
    const response = refusalOf(error)
    emitSignal('rejected', { code: error.code, httpStatus: response.status, durationMs: now() - startedAt })
    logRefusal({ ...refusal, error })
    return response
  }

  return {
    emitter: publicEmitter,
    signals,
    on(infoType: string, handler: (...args: never[]) => unknown): Off {
      const { on, off } = emitter as unknown as Emitter<Record<string, unknown>>
      on(infoType, handler as never)
      let isOn = true
      return () => {
        if (isOn) off(infoType, handler as never)
        isOn = false
      }
    },
    handle(request) {
      return respond(request, { rawQuery: request.query }, now())
    },
    async start() {
      if (isClosed) throw receiverClosed()
      if (!inbox) return
      consumer ??= startConsumer(inbox, deliver, emitSignal, settings, handles)
      const starting = consumer
      try {
        await starting
      } catch (error) {
        // A storage that was out of reach may be there when start() is called again.
        if (consumer === starting) consumer = undefined
        throw error
      }
    },
    async close({ timeoutMs = 10_000 } = {}) {
      isClosed = true
      unwatch()
      await Promise.all([tally.idle(timeoutMs), consumer && stop(consumer, timeoutMs)])
    },
  }
}

/** A consumer that did not start has nothing to give back; one that still starts is closed when it stands, and not waited for. */
async function stop(consumer: Promise<Consumer>, timeoutMs: number): Promise<void> {
  const stopped = consumer.then((running) => running.close({ timeoutMs }))
  stopped.catch(() => {})
  const isStarted = await within(consumer, timeoutMs, receiverClosed).then(
    () => true,
    () => false,
  )
  if (isStarted) await stopped
}

type Draft<T> = { -readonly [K in keyof T as K extends 'error' ? never : K]: T[K] }

/** An object was measured by the parser that made it. */
function sizeOf(body: PushBody): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body instanceof Uint8Array ? body.byteLength : 0
}

function methodNotAllowed(method: string): WehookError {
  const { message, hint } = texts.methodNotAllowed
  return new WehookError('ERR_METHOD_NOT_ALLOWED', message(method.slice(0, 16)), { hint })
}

function pushStale(skewMs: number): WehookError {
  const { message, hint } = texts.pushStale
  return new WehookError('ERR_PUSH_STALE', message(Math.round(Math.abs(skewMs) / 1000), skewMs < 0), { hint })
}

function receiverClosed(): WehookError {
  const { message, hint } = texts.receiverClosed
  return new WehookError('ERR_RECEIVER_CLOSED', message, { hint })
}

function internal(cause: unknown): WehookError {
  const { message, hint } = texts.internal
  return new WehookError('ERR_INTERNAL', message(summarizeFailure(cause)), { hint, cause })
}
