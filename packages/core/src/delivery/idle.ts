import { WehookError } from '../errors.js'
import type { Inbox } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { Running } from './deadline.js'

/** The wait between two checks. It starts short, for an in-memory inbox, and doubles, so that a shared inbox is not queried too often. */
const shortestMs = 5
const longestMs = 200

/** Resolves when nothing runs and nothing is to be delivered; rejects after `timeoutMs`. */
export async function untilIdle(running: Running, inbox: Inbox | undefined, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (let pauseMs = shortestMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    const isQuiet = await running.idle(deadline - performance.now())
    const pending = inbox ? await countPending(inbox) : 0
    if (isQuiet && pending === 0) return
    if (performance.now() >= deadline) throw notIdle(timeoutMs, pending)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

async function countPending(inbox: Inbox): Promise<number> {
  const { pending, passed } = await inbox.counts()
  return pending - passed
}

function notIdle(timeoutMs: number, pending: number): WehookError {
  const { message, hint } = texts.notIdle
  return new WehookError('ERR_HANDLER_TIMEOUT', message(timeoutMs, pending), { hint })
}
