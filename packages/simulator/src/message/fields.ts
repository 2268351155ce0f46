import { misuse } from '../fault.js'
import { texts } from '../texts.js'
/** A value of a message: text, a whole number, nested elements, or several siblings of one name. */
export type MessageValue = string | number | MessageElements | readonly MessageElements[]
export interface MessageElements {
  readonly [name: string]: MessageValue
}

/**
 * The fields of a push to 消息与事件接收 URL, with WeChat's own names: https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/message_push.html.
 * `ToUserName` and `FromUserName` are made up where they are absent, `CreateTime` is the time of the push.
 */
export type MessageFields = {
  readonly MsgType: string
  readonly ToUserName?: string
  readonly FromUserName?: string
  readonly CreateTime?: number
  /** The type of an event. */
  readonly Event?: string
  /** The id of a user's message, by which repeats are recognized: digits, too long for a JavaScript number. */
  readonly MsgId?: string
} & { readonly [name: string]: MessageValue | undefined }

/** @throws TypeError that names the element and what it must be. */
export function checkMessage(fields: unknown): asserts fields is MessageFields {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw misuse(texts.message)
  }
  if (typeof (fields as MessageFields).MsgType !== 'string') {
    throw misuse(texts.messageType)
  }
  checkElements(fields, '')
}

function checkElements(elements: object, path: string): void {
  for (const [name, value] of Object.entries(elements)) {
    const at = path === '' ? name : `${path}.${name}`
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw misuse(texts.elementName(at))
    if (Array.isArray(value)) for (const item of value) checkElements(item, at)
    else if (typeof value === 'object' && value !== null) checkElements(value, at)
    else if (value !== undefined && typeof value !== 'string' && !Number.isSafeInteger(value)) {
      throw misuse(texts.elementValue(at, typeof value))
    }
  }
}
