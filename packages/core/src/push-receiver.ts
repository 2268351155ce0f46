import { type Answer, type AnswerParts, createAnswer, internal, receiverClosed } from './answer.js'
import { type Admit, createDirectAdmit, createInboxAdmit } from './delivery/admit.js'
import type { AnyEmitter, AnyEvent } from './delivery/any-event.js'
import { createAttempt } from './delivery/attempt.js'
import { eventOf, startConsumer, watchOverdue } from './delivery/consume.js'
import { createRunning, within } from './delivery/deadline.js'
import { createSignals, type Emitter } from './delivery/emitter.js'
import { summarizeFailure } from './delivery/failure.js'
import { untilIdle } from './delivery/idle.js'
import { createDuplicateNotice, createForgottenStartNotice, createUnhandledNotice } from './delivery/notices.js'
import { createEmitSignal, type Signals, signalNames } from './delivery/signals.js'
import { createSubscribe } from './delivery/subscribe.js'
import { WehookError } from './errors.js'
import { type PushRequest, type PushResponse, toErrorResponse } from './http/exchange.js'
import { checkOptions, type OptionRules, optionRules } from './option-rules.js'
import type { ReceiverSettings } from './options.js'
import type { Consumer, StoredEntry } from './storage/inbox.js'
import { texts } from './texts.js'
import type { Url } from './url.js'

/** What the receivers of both URLs have. */
export interface PushReceiver {
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
  /**
   * Resolves when no push and no handler runs and the inbox holds nothing to deliver; events that wait for another process with a handler
   * do not count. For tests and before a planned stop. `timeoutMs`: default 10,000.
   *
   * @throws ERR_HANDLER_TIMEOUT after `timeoutMs`.
   */
  idle(options?: { readonly timeoutMs?: number }): Promise<void>
  /** True from `close` on: every push is refused. */
  readonly isClosing: boolean
  /** Refuses new pushes, waits at most `timeoutMs` (default 10,000) for running handlers, then releases the remaining events, which may take the storage 2 s more. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}

export interface PushReceiverParts {
  readonly url: Url
  readonly settings: ReceiverSettings
  readonly emitter: AnyEmitter
  /** Types an opened push. The request is needed too: its path holds the account's appid. */
  readonly read: AnswerParts['read']
  readonly respond?: AnswerParts['respond']
  /** Chooses whether an event is handled now or stored. Default: stored where there is an inbox. */
  readonly route?: (event: AnyEvent, ways: Ways) => Admit
}

export interface Ways {
  readonly now: Admit
  readonly stored: Admit | undefined
  /** Registers work that continues after the answer; `close` waits for it. */
  readonly background: (work: Promise<void>) => void
}

interface WaitOptions {
  readonly timeoutMs?: number
}

const waitRules: OptionRules<WaitOptions> = { timeoutMs: optionRules.waitMs }

/** The receiver of a URL: life cycle and wiring. */
export function createPushReceiver(parts: PushReceiverParts) {
  const { url, settings, emitter, read, respond, route = (_event, { now, stored }) => stored ?? now } = parts
  const { inbox, log, around, keepErrorMessages } = settings
  const signals = createSignals<Signals>(signalNames)
  const emitSignal = createEmitSignal(signals, log)
  const running = createRunning()
  const attempt = createAttempt({ emitter, emitSignal, log, around, keepErrorMessages })
  let isClosed = false
  let consumer: Promise<Consumer> | undefined

  const noteDuplicate = createDuplicateNotice(log)
  const noteUnhandled = createUnhandledNotice(emitSignal, log)
  const noteStored = createForgottenStartNotice(log, () => !consumer && !isClosed && emitter.all.size > 0)
  const ways: Ways = {
    background: (work) => void running.add(work),
    now: createDirectAdmit(attempt, running, noteUnhandled),
    stored: inbox && createInboxAdmit(url, inbox, noteStored),
  }
  const answer: Answer = createAnswer({
    settings,
    read,
    ...(respond && { respond }),
    admit: (event, options) => route(event, ways)(event, options),
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
    consumer ??= startConsumer(url, inbox, attempt, emitter, emitSignal, settings)
    const starting = consumer
    try {
      await starting
    } catch (error) {
      // A storage that could not be reached may be reachable when start() is called again.
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
    signals,
    hasInbox: inbox !== undefined,
    on: createSubscribe(url.names, emitter),
    handle: (request: PushRequest) => running.add(handle(request)),
    start,
    read(entry: StoredEntry): AnyEvent | undefined {
      const { xml, attempts } = entry
      return xml === undefined ? undefined : eventOf(url, { ...entry, xml }, attempts || 1)
    },
    async idle(options: WaitOptions = {}) {
      checkOptions('receiver.idle', options, waitRules)
      await untilIdle(running, inbox, options.timeoutMs ?? 10_000)
    },
    get isClosing() {
      return isClosed
    },
    async close(options: WaitOptions = {}) {
      checkOptions('receiver.close', options, waitRules)
      const { timeoutMs = 10_000 } = options
      isClosed = true
      unwatch()
      await Promise.all([running.idle(timeoutMs), consumer && stop(consumer, timeoutMs)])
    },
  }
}

/** A consumer that did not start holds no events. One that is still starting is closed once it has started; `close` does not wait for that. */
async function stop(consumer: Promise<Consumer>, timeoutMs: number): Promise<void> {
  const stopped = consumer.then((running) => running.close({ timeoutMs }))
  stopped.catch(() => {})
  const hasStarted = await within(consumer, timeoutMs, receiverClosed).then(
    () => true,
    () => false,
  )
  if (hasStarted) await stopped
}

/** The header comes from an unauthenticated caller: it is kept only in its standard form. */
function toTraceparent(header: string | undefined): string | undefined {
  return header !== undefined && /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header) ? header : undefined
}

function startInBuild(): WehookError {
  const { message, hint } = texts.startInBuild
  return new WehookError('ERR_START_IN_BUILD', message, { hint })
}
