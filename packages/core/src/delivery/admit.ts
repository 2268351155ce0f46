import { isWehookError, WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import type { Inbox } from '../storage/inbox.js'
import { texts } from '../texts.js'
import { type AnyEvent, type Delivery, toSignal } from './attempt.js'
import { type Tally, within } from './deadline.js'
import { summarizeFailure } from './failure.js'

type Admitted = 'accepted' | 'duplicate'

/**
 * Takes an authentic event so that it is safe once the result is there: `accepted` now, or a `duplicate` of one that is safe already.
 * Throws or rejects when it is not.
 */
export type Admit = (event: AnyEvent, remainingMs: number) => Admitted | Promise<Admitted>

const rememberedIds = 10_000

/**
 * Without an inbox: the handlers run inside the request. A push whose twin is still running waits for the twin; one that was handled
 * is not dispatched again. Handlers that miss the deadline run on, so that WeChat's retry finds them or their result.
 */
export function createDirectAdmit(deliver: Delivery, tally: Tally): Admit {
  /** What runs, and the last ids that were handled. */
  const known = new Map<string, Promise<unknown> | 'handled'>()
  // Beside the map: to find its own oldest member, it would walk past all that were deleted before.
  const handledIds: string[] = []
  let next = 0
  const remember = (id: string) => {
    const oldest = handledIds[next]
    if (oldest !== undefined) known.delete(oldest)
    handledIds[next] = id
    next = (next + 1) % rememberedIds
    known.set(id, 'handled')
  }
  const follow = async (id: string, work: Promise<unknown>) => {
    tally.enter()
    try {
      await work
      remember(id)
    } catch (error) {
      known.delete(id)
      throw error
    } finally {
      tally.leave()
    }
  }
  return (event, remainingMs) => {
    const twin = known.get(event.id)
    if (twin === 'handled') return 'duplicate'
    if (twin) return within(twin, remainingMs, () => handlerTimeout(remainingMs)).then(() => 'duplicate')
    const work = deliver(event)
    if (work instanceof Promise) {
      const run = follow(event.id, work)
      known.set(event.id, run)
      return within(run, remainingMs, () => handlerTimeout(remainingMs)).then(() => 'accepted')
    }
    remember(event.id)
    return 'accepted'
  }
}

/** A put that takes longer would eat up WeChat's 5 s together with its caller's network (DESIGN §8). */
const putTimeoutMs = 2000

/** With an inbox: the event is stored, its handlers run later. */
export function createInboxAdmit(inbox: Inbox): Admit {
  return async (event, remainingMs) => {
    const { id, componentAppId, xml, receivedAt } = event
    const entry = { id, componentAppId, xml, receivedAt: receivedAt.getTime(), infoType: toSignal(event).infoType }
    const timeoutMs = Math.max(0, Math.min(putTimeoutMs, remainingMs))
    try {
      const stored = await within(inbox.put(entry), timeoutMs, () => putTimeout(timeoutMs))
      return stored === 'stored' ? 'accepted' : 'duplicate'
    } catch (error) {
      if (isWehookError(error, 'ERR_INBOX_UNAVAILABLE')) throw error
      throw inboxUnavailable(texts.putFailed.message(summarizeFailure(error)), error)
    }
  }
}

function handlerTimeout(ms: number): WehookError {
  return new WehookError('ERR_HANDLER_TIMEOUT', texts.handlersLate.message(Math.round(ms)), {
    hint: texts.handlersLate.hintWithoutInbox,
  })
}

function putTimeout(ms: number): WehookError {
  return inboxUnavailable(texts.putFailed.late(Math.round(ms)))
}

function inboxUnavailable(message: Bilingual, cause?: unknown): WehookError {
  return new WehookError('ERR_INBOX_UNAVAILABLE', message, {
    hint: texts.putFailed.hint,
    cause,
  })
}
