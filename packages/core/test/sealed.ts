import { createPlatform, type PushRequest, sealMessage, signPush } from '../src/index.js'

/** An invented platform, and pushes sealed for it. */
export const options = {
  componentAppId: 'wx0000000000000c01',
  token: 'invented-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
} as const

export const nowMs = 1_700_000_000_000

export interface SealedPush {
  readonly query: { readonly timestamp: string; readonly nonce: string; readonly msg_signature: string }
  readonly body: string
}

export function seal(
  xml: string,
  platform = options as Parameters<typeof createPlatform>[0],
  receiveId?: string,
): SealedPush {
  const { componentAppId, tokens, keys } = createPlatform(platform)
  const timestamp = String(nowMs / 1000)
  const nonce = '123456789'
  const encrypt = sealMessage(xml, receiveId ?? componentAppId, keys[0] as (typeof keys)[number])
  return {
    query: { timestamp, nonce, msg_signature: signPush(tokens[0] as string, timestamp, nonce, encrypt) },
    body: `<xml>\n    <AppId><![CDATA[${componentAppId}]]></AppId>\n    <Encrypt><![CDATA[${encrypt}]]></Encrypt>\n</xml>`,
  }
}

export function ticket(ticket = 'ticket@@@invented', createTime = nowMs / 1000): string {
  return `<xml><AppId><![CDATA[${options.componentAppId}]]></AppId>\n<CreateTime>${createTime}</CreateTime>\n<InfoType><![CDATA[component_verify_ticket]]></InfoType>\n<ComponentVerifyTicket><![CDATA[${ticket}]]></ComponentVerifyTicket>\n</xml>`
}

export function toRequest(push: SealedPush): PushRequest {
  return { method: 'POST', query: push.query, body: push.body }
}
