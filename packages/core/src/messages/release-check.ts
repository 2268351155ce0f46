import { summarizeFailure } from '../delivery/failure.js'
import type { Log } from '../log.js'
import { texts } from '../texts.js'
import type { ReadMessage } from './read.js'
import { testAccountOf } from './release-accounts.js'
import type { ReplySlot } from './replies.js'

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

/**
 * Does what the automated check of 全网发布 asks of a push from one of WeChat's ten test accounts; false for every other push.
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html
 */
export function answerReleaseCheck(event: ReadMessage, slot: ReplySlot, client: ReleaseClient, log: Log): boolean {
  const account = testAccountOf(event.toUserName)
  if (!account) return false
  const { messageType, payload, wireInfoType } = event as ReadMessage & {
    readonly messageType?: string
    readonly wireInfoType?: string
  }
  if (messageType === undefined) return answerEvent(wireInfoType ?? event.infoType, slot)
  const content = messageType === 'text' ? String((payload as { readonly Content?: string }).Content) : ''
  if (content === askedText) {
    slot.reply({ text: `${askedText}_callback` })
    return true
  }
  const code = askedCode.exec(content)?.[1]
  if (code === undefined) return false
  slot.answerEmpty()
  void sendCode(code, account.appid, event.fromUserName, client).catch((error) =>
    log.error({ reason: summarizeFailure(error) }, texts.releaseCheck.failed),
  )
  return true
}

/** An older step of the check. */
function answerEvent(event: string, slot: ReplySlot): boolean {
  slot.reply({ text: `${event}from_callback` })
  return true
}

/** The code may be the one that an `authorized` push carried, which is used up by then: the account's stored token serves as well. */
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
