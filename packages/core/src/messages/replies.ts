import { WehookError } from '../errors.js'
import { texts } from '../texts.js'
import type { AccountKind } from './release-accounts.js'
import type { Reply } from './reply.js'

/** The replies that were given, as documents, so that a repeat of a message gets the same one; '' means an empty answer. */
export interface Replies {
  set(id: string, document: string): void
  get(id: string): string | undefined
}

const rememberedReplies = 10_000

/** Keeps the last 10,000. */
export function createReplies(): Replies {
  const documents = new Map<string, string>()
  return {
    set(id, document) {
      documents.delete(id)
      documents.set(id, document)
      const [oldest] = documents.size > rememberedReplies ? documents.keys() : []
      if (oldest !== undefined) documents.delete(oldest)
    },
    get: (id) => documents.get(id),
  }
}

/** `reply` of one attempt to handle a message: a repeat after a failure may reply again. */
export function createReply(kindOf: () => AccountKind | undefined, keep: (reply: Reply) => void) {
  let isGiven = false
  return (reply: Reply): void => {
    if (isGiven) throw replyRefused('twice')
    if (kindOf() === 'mini-program' && !('customerService' in reply)) throw replyRefused('miniProgram')
    keep(reply)
    isGiven = true
  }
}

/** For a message that was stored: nobody waits for its answer any more. */
export function replyToStored(): never {
  throw replyRefused('stored')
}

function replyRefused(why: 'twice' | 'miniProgram' | 'stored'): WehookError {
  const { message, hint } = texts.reply[why]
  return new WehookError('ERR_REPLY', message, { hint })
}
