import type { PlatformOptions } from '@wehook/core'
import { type PushQueryParams, type SealedPush, type SealOverrides, sealXml } from '../push/seal-push.js'
import { writeMessageDocument } from './document.js'
import { checkMessage, type MessageFields } from './fields.js'

/** Values that a test may fix or change; everything else is done as WeChat does it. */
export interface MessageSealOverrides extends Omit<SealOverrides, 'envelope'> {
  /** Appid of the account; goes into the URL where the console's URL has `$APPID$`. Default: a generated one. */
  readonly authorizerAppId?: string
}

export type MessageQueryParams = PushQueryParams & { readonly openid: string }

/** A push to 消息与事件接收 URL as WeChat would send it. */
export interface SealedMessagePush extends Omit<SealedPush, 'query'> {
  readonly query: MessageQueryParams
}

const sampleAccount = 'wx0123456789abcdef'
const sampleUserName = 'gh_0123456789ab'
const sampleOpenId = 'o0123456789abcdefghijklmnopq'

/**
 * Encrypts and signs a message of a user, or an event of an account, as WeChat sends it to 消息与事件接收 URL: with the component's token, key and appid. `url(base)` and
 * `toRequest(base)` replace `$APPID$` by the account's appid. A string is encrypted unchanged.
 *
 * @throws TypeError for fields that no message has, or a bad override; ERR_OPTIONS_INVALID for a bad platform.
 * @example
 * const push = sealMessagePush(platform, { MsgType: 'text', Content: 'hello' }, { authorizerAppId: 'wx0123456789abcdef' })
 * await fetch(push.toRequest('http://127.0.0.1:3000/wechat/message/$APPID$'))
 */
export function sealMessagePush(
  platform: PlatformOptions,
  what: MessageFields | string,
  { authorizerAppId = sampleAccount, ...overrides }: MessageSealOverrides = {},
): SealedMessagePush {
  const seconds = overrides.timestamp ?? Math.floor(Date.now() / 1000)
  const fields = typeof what === 'string' ? undefined : what
  if (fields) checkMessage(fields)
  const toUserName = fields?.ToUserName ?? overrides.toUserName ?? sampleUserName
  const openid = fields?.FromUserName ?? (typeof what === 'string' ? fromUserNameIn(what) : undefined) ?? sampleOpenId
  const xml =
    typeof what === 'string'
      ? what
      : writeMessageDocument(what, {
          ToUserName: toUserName,
          FromUserName: openid,
          CreateTime: what.CreateTime ?? seconds,
        })
  const sealed = sealXml(platform, xml, { ...overrides, timestamp: seconds, toUserName, envelope: 'ToUserName' })
  const query: MessageQueryParams = { ...sealed.query, openid }
  const url = (base: string) => {
    const named = base.replaceAll('$APPID$', authorizerAppId)
    return `${named}${named.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`
  }
  const { headers, body } = sealed
  return { ...sealed, query, url, toRequest: (base) => new Request(url(base), { method: 'POST', headers, body }) }
}

function fromUserNameIn(xml: string): string | undefined {
  return /<FromUserName>\s*(?:<!\[CDATA\[)?([^\]<]+)/.exec(xml)?.[1]
}
