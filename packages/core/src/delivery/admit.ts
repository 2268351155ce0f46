import { isWehookError, WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import type { Inbox } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { Url } from '../url.js'
import type { AnyEvent } from './any-event.js'
import type { Attempt } from './attempt.js'
import { type Running, within } from './deadline.js'
import { summarizeFailure } from './failure.js'
import { toSignal } from './signals.js'

export interface AdmitOptions {
  readonly remainingMs: number
  /** W3C trace context of the request, kept with the entry. */
  readonly traceparent?: string | undefined
}

/** Takes an authentic event; resolves when it is safe: `accepted` now, or a `duplicate` of one that is safe already. */
export type Admit = (event: AnyEvent, options: AdmitOptions) => Promise<'accepted' | 'duplicate'>

const rememberedIds = 10_000

/**
 * Without an inbox: the handlers run inside the request. A push equal to one that is still being handled waits for it; one that was handled
 * is not dispatched again. Handlers that miss the deadline run on, so that WeChat's retry finds them or their result.
 */
export function createDirectAdmit(attempt: Attempt, running: Running, onUnhandled: (event: AnyEvent) => void): Admit {
  const underWay = new Map<string, Promise<void>>()
  const handled = new Set<string>()

  async function handle(event: AnyEvent): Promise<void> {
    try {
      if ((await attempt(event)) === 'unhandled') onUnhandled(event)
      remember(handled, event.id)
    } finally {
      underWay.delete(event.id)
    }
  }

  return async (event, { remainingMs }) => {
    if (handled.has(event.id)) return 'duplicate'
    const twin = underWay.get(event.id)
    const work = twin ?? running.add(handle(event))
    underWay.set(event.id, work)
    await within(work, remainingMs, () => handlersLate(event, remainingMs))
    return twin ? 'duplicate' : 'accepted'
  }
}

/** Keeps the ids that were added last. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids.size > rememberedIds ? ids : []
  if (oldest !== undefined) ids.delete(oldest)
}

/** WeChat waits 5 s. A put that takes longer than this would leave too little of them for the network. */
const putTimeoutMs = 2_000

/** With an inbox: the event is stored, its handlers run later. */
export function createInboxAdmit(url: Url, inbox: Inbox, onStored: () => void): Admit {
  return async (event, { remainingMs, traceparent }) => {
    const { id, componentAppId, xml, receivedAt } = event
    const { infoType } = toSignal(event)
    const appid = url.accountOf(event)
    const entry = {
      ...{ id, componentAppId, xml, infoType, receivedAt: receivedAt.getTime() },
      ...(url.channel !== 'authorization' && { channel: url.channel }),
      ...(appid && { appid }),
      ...(traceparent && { traceparent }),
    }
    const timeoutMs = Math.max(0, Math.min(putTimeoutMs, remainingMs))
    try {
      const stored = await within(inbox.put(entry), timeoutMs, () => putTimeout(timeoutMs))
      if (stored === 'duplicate') return 'duplicate'
      onStored()
      return 'accepted'
    } catch (error) {
      if (isWehookError(error, 'ERR_INBOX_UNAVAILABLE')) throw error
      throw inboxUnavailable(texts.putFailed.message(summarizeFailure(error)), error)
    }
  }
}

function handlersLate(event: AnyEvent, ms: number): WehookError {
  const { message, hintWithoutInbox, hintOfMessage } = texts.handlersLate
  const hint = event.infoType === 'message' ? hintOfMessage : hintWithoutInbox
  return new WehookError('ERR_HANDLER_TIMEOUT', message(Math.round(ms)), { hint })
}

function putTimeout(ms: number): WehookError {
  return inboxUnavailable(texts.putFailed.late(Math.round(ms)))
}

function inboxUnavailable(message: Bilingual, cause?: unknown): WehookError {
  return new WehookError('ERR_INBOX_UNAVAILABLE', message, { hint: texts.putFailed.hint, cause })
}
