import { summarizeFailure } from '../delivery/failure.js'
import type { Log } from '../log.js'
import { texts } from '../texts.js'
import type { ReadMessage } from './read.js'
import { testAccountOf } from './release-accounts.js'
import type { Replies } from './replies.js'
import { writeReply } from './reply.js'

/** What the check calls; the client of `@wehook/client` has it. */
export interface ReleaseClient {
  readonly component: {
    queryAuth(input: { readonly authorization_code: string }): Promise<unknown>
  }
  authorizer(appid: string): {
    sendCustomerMessage(message: {
      readonly touser: string
      readonly msgtype: 'text'
      readonly text: { readonly content: string }
    }): Promise<unknown>
  }
}

const askedText = 'TESTCOMPONENT_MSG_TYPE_TEXT'
const askedCode = /^QUERY_AUTH_CODE:(.+)$/s

/** What a push of the check asks for: a text in reply, or a message by the API that holds the code. */
type Step = { readonly reply: string } | { readonly code: string; readonly appid: string }

/**
 * What the automated check of 全网发布 asks, for pushes to WeChat's ten test accounts only. Handlers do not get them.
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html
 */
export function createReleaseCheck(client: ReleaseClient, replies: Replies, log: Log, now: () => number) {
  return {
    /** Undefined for a push that is no step of the check. */
    stepOf(event: ReadMessage): Step | undefined {
      const account = testAccountOf(event.toUserName)
      if (!account) return undefined
      const { messageType, wireInfoType, payload } = event
      const isOfficial = account.kind === 'official-account'
      // A step of an older version of the check. Events that have a type are left to the handlers.
      if (messageType === 'event') {
        return isOfficial && wireInfoType !== undefined ? { reply: `${wireInfoType}from_callback` } : undefined
      }
      if (event.infoType !== 'message' || messageType !== 'text') return undefined
      const { Content } = payload as { readonly Content: string }
      if (Content === askedText) return isOfficial ? { reply: `${askedText}_callback` } : undefined
      const code = askedCode.exec(Content)?.[1]
      return code === undefined ? undefined : { code, appid: account.appid }
    },
    /** Sets the reply; a repeat gets the same. `background` takes what goes on after the answer. */
    pass(step: Step, event: ReadMessage, background: (work: Promise<void>) => void): 'accepted' | 'duplicate' {
      const { id, fromUserName: to, toUserName: from } = event
      if (replies.get(id) !== undefined) return 'duplicate'
      if ('reply' in step) {
        replies.set(id, writeReply({ text: step.reply }, { to, from, createdAt: Math.floor(now() / 1000) }))
        return 'accepted'
      }
      replies.set(id, '')
      const sent = sendCode(step.code, step.appid, to, client)
      background(sent.catch((error) => log.error({ reason: summarizeFailure(error) }, texts.releaseCheck.failed)))
      return 'accepted'
    },
  }
}

/** The code may already have been exchanged, because an `authorized` push carried it too. Then the account's stored token is used. */
async function sendCode(code: string, appid: string, user: string, client: ReleaseClient): Promise<void> {
  await client.component.queryAuth({ authorization_code: code }).catch((error) => {
    if (!isUsedUp(error)) throw error
  })
  const text = { content: `${code}_from_api` }
  await client.authorizer(appid).sendCustomerMessage({ touser: user, msgtype: 'text', text })
}

function isUsedUp(error: unknown): boolean {
  const errcode = (error as { readonly errcode?: unknown } | undefined)?.errcode
  return errcode === 61009 || errcode === 61010
}
