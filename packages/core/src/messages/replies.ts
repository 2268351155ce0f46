import { WehookError } from '../errors.js'
import { type PushResponse, successResponse } from '../http/exchange.js'
import { texts } from '../texts.js'
import type { AccountKind } from './release-accounts.js'
import type { Reply } from './reply.js'

/** The reply to one message, while its handlers run and for its repeats. */
export interface ReplySlot {
  reply(reply: Reply): void
  /** An empty body instead of `success`. */
  answerEmpty(): void
  response(): PushResponse
}

const sealed = { 'content-type': 'text/xml; charset=utf-8' } as const
const empty: PushResponse = { ...successResponse, body: '' }

/** `seal` turns a reply into the document that WeChat takes. */
export function createReplySlot(kind: AccountKind | undefined, seal: (reply: Reply) => string): ReplySlot {
  let response: PushResponse | undefined
  return {
    reply(reply) {
      if (response) throw replyRefused('twice')
      if (kind === 'mini-program' && !('customerService' in reply)) throw replyRefused('miniProgram')
      response = { status: 200, headers: sealed, body: seal(reply) }
    },
    answerEmpty() {
      response = empty
    },
    response: () => response ?? successResponse,
  }
}

/** A slot of a message that was stored: nobody waits for its answer any more. */
export const closedSlot: Pick<ReplySlot, 'reply'> = {
  reply() {
    throw replyRefused('stored')
  },
}

function replyRefused(why: 'twice' | 'miniProgram' | 'stored'): WehookError {
  const { message, hint } = texts.reply[why]
  return new WehookError('ERR_REPLY', message, { hint })
}
