import { createAnswer, internal, receiverClosed } from './answer.js'
import { createDirectAdmit, createInboxAdmit } from './delivery/admit.js'
import { createAttempt } from './delivery/attempt.js'
import { eventOf, startConsumer, watchOverdue } from './delivery/consume.js'
import { createRunning, within } from './delivery/deadline.js'
import { createEmitter, type Emitter } from './delivery/emitter.js'
import { summarizeFailure } from './delivery/failure.js'
import { untilIdle } from './delivery/idle.js'
import { createDuplicateNotice, createForgottenStartNotice, createUnhandledNotice } from './delivery/notices.js'
import { createEmitSignal, type Signals } from './delivery/signals.js'
import { createSubscribe, type Subscribe } from './delivery/subscribe.js'
import { WehookError } from './errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from './events/event.js'
import { type PushRequest, type PushResponse, toErrorResponse } from './http/exchange.js'
import { type ReceiverOptions, readOptions } from './options.js'
import type { Consumer, StoredEntry } from './storage/inbox.js'
import { texts } from './texts.js'

export interface Receiver<E extends AuthorizationEvents = AuthorizationEvents> {
  /**
   * Subscribes to one InfoType, `unknown` among them. What the handler returns is awaited; a rejection counts as a failure.
   *
   * @throws ERR_OPTIONS_INVALID for a name that never comes: a typo, or an InfoType without a type, which comes as `unknown`.
   */
  readonly on: Subscribe
  /** The mitt behind {@link on}. */
  readonly emitter: Emitter<E>
  readonly signals: Emitter<Signals>
  /** Is every push stored before it is answered? */
  readonly hasInbox: boolean
  /** Answers one request. Never rejects. */
  handle(request: PushRequest): Promise<PushResponse>
  /**
   * With an inbox: begins to deliver what is stored, and what will be; call it after registering all handlers. Without: does nothing.
   *
   * @throws ERR_RECEIVER_CLOSED; ERR_START_IN_BUILD while Next builds; what the storage throws when it cannot be reached.
   */
  start(): Promise<void>
  /** The typed event of a stored entry; `undefined` when its text was dropped. */
  read(entry: StoredEntry): AuthorizationEvent | UnknownEvent | undefined
  /**
   * Resolves when no push and no handler runs and the inbox holds nothing to deliver; events that wait for another process with a handler
   * do not count. For tests and before a planned stop. `timeoutMs`: default 10,000.
   *
   * @throws ERR_HANDLER_TIMEOUT after `timeoutMs`.
   */
  idle(options?: { readonly timeoutMs?: number }): Promise<void>
  /** True from `close` on: every push is refused. */
  readonly isClosing: boolean
  /** Refuses new pushes, waits at most `timeoutMs` (default 10,000) for what runs, then gives claims back, for which a storage may take 2 s more. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}

/**
 * Receives the pushes of one or several platforms: opens and types them, and hands them to handlers.
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
  const { inbox, log, now, around, keepErrorMessages } = settings
  const publicEmitter = options.emitter ?? createEmitter<E>()
  // The map of a host's emitter holds our events and more; inside, only ours count.
  const emitter = publicEmitter as unknown as Emitter<AuthorizationEvents>
  const signals = createEmitter<Signals>()
  const emitSignal = createEmitSignal(signals, log)
  const running = createRunning()
  const attempt = createAttempt({ emitter, emitSignal, log, now, around, keepErrorMessages })
  let isClosed = false
  let consumer: Promise<Consumer> | undefined

  const noteDuplicate = createDuplicateNotice(log)
  const noteUnhandled = createUnhandledNotice(emitSignal, log)
  const noteStored = createForgottenStartNotice(log, () => !consumer && !isClosed && emitter.all.size > 0)
  const answer = createAnswer({
    settings,
    admit: inbox ? createInboxAdmit(inbox, noteStored) : createDirectAdmit(attempt, running, noteUnhandled),
    emitSignal,
    onDuplicate(signal) {
      emitSignal('duplicate', signal)
      noteDuplicate(signal)
    },
    isClosed: () => isClosed,
  })
  const unwatch = inbox ? watchOverdue(inbox, emitSignal, settings) : () => {}
  if (!inbox) log.warn({}, texts.noInbox)
  else if (!inbox.durable) log.warn({}, texts.inboxNotDurable)

  async function start(): Promise<void> {
    if (isClosed) throw receiverClosed()
    if (!inbox) return
    if (process.env['NEXT_PHASE'] === 'phase-production-build') throw startInBuild()
    consumer ??= startConsumer(inbox, attempt, emitter, emitSignal, settings)
    const starting = consumer
    try {
      await starting
    } catch (error) {
      // A storage that was out of reach may be there when start() is called again.
      if (consumer === starting) consumer = undefined
      throw error
    }
  }

  async function handle(request: PushRequest): Promise<PushResponse> {
    try {
      return await around.push(request, (traceparent = request.headers?.['traceparent']) =>
        answer(request, toTraceparent(traceparent)),
      )
    } catch (error) {
      log.error({ reason: summarizeFailure(error) }, texts.hookFailed)
      return toErrorResponse(internal(error))
    }
  }

  return {
    emitter: publicEmitter,
    signals,
    hasInbox: inbox !== undefined,
    on: createSubscribe(emitter),
    handle: (request) => running.add(handle(request)),
    start,
    read: (entry) => (entry.xml === undefined ? undefined : eventOf({ ...entry, xml: entry.xml }, entry.attempts || 1)),
    idle: ({ timeoutMs = 10_000 } = {}) => untilIdle(running, inbox, timeoutMs),
    get isClosing() {
      return isClosed
    },
    async close({ timeoutMs = 10_000 } = {}) {
      isClosed = true
      unwatch()
      await Promise.all([running.idle(timeoutMs), consumer && stop(consumer, timeoutMs)])
    },
  }
}

/** A consumer that did not start has nothing to give back; one that is still starting is closed when it has started, and not waited for. */
async function stop(consumer: Promise<Consumer>, timeoutMs: number): Promise<void> {
  const stopped = consumer.then((running) => running.close({ timeoutMs }))
  stopped.catch(() => {})
  const hasStarted = await within(consumer, timeoutMs, receiverClosed).then(
    () => true,
    () => false,
  )
  if (hasStarted) await stopped
}

/** A stranger's header: kept only in its standard form. */
function toTraceparent(header: string | undefined): string | undefined {
  return header !== undefined && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : undefined
}

function startInBuild(): WehookError {
  const { message, hint } = texts.startInBuild
  return new WehookError('ERR_START_IN_BUILD', message, { hint })
}
