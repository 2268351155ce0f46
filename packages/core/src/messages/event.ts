import type { EventBase, EventIssue, EventOf } from '../events/event.js'
import type { PayloadOf } from '../events/fields.js'
import type { DocumentObject } from '../xml/document.js'
import type { MessageCatalog } from './catalog.js'
import type { UserMessageType, userMessagePayloads } from './events/user-messages.js'
import type { Reply } from './reply.js'

/** What everything on 消息与事件接收 URL has. */
export interface MessageBase extends EventBase {
  /** The account's appid, from the path of the URL; absent where the path has none. */
  readonly authorizerAppId?: string
  /** ToUserName: the account, `gh_…`. */
  readonly toUserName: string
  /** FromUserName: the user's openid, or WeChat. Personal data. */
  readonly fromUserName: string
}

/** The events of accounts that have a type. */
export type MessageEventType = keyof MessageCatalog

type UserMessageOf<Type extends UserMessageType> = MessageBase & {
  readonly infoType: 'message'
  /** The wire MsgType. */
  readonly messageType: Type
  /** The wire MsgId. */
  readonly messageId: string
  readonly payload: PayloadOf<(typeof userMessagePayloads)[Type]>
  /**
   * Answers the user within the request. Only one call is allowed; the answer is sent when all handlers are done.
   *
   * @throws ERR_REPLY for a reply that the kind of account does not take, for a second one, and where the message was stored first.
   */
  reply(reply: Reply): void
}

/** What a user sent to an account. Narrow it by `messageType`. */
export type UserMessage = { [Type in UserMessageType]: UserMessageOf<Type> }[UserMessageType]

/** Delivered for what has no type: another Event or MsgType, a field that does not match its type, a push that belongs to the other URL. */
export interface UnknownMessage extends MessageBase {
  readonly infoType: 'unknown'
  /** Event or MsgType on the wire, as far as there is one. */
  readonly wireInfoType?: string
  /** MsgType on the wire: `event`, or what the user sent. */
  readonly messageType?: string
  readonly payload: DocumentObject
  readonly issues: readonly EventIssue[]
}

/** What comes to 消息与事件接收 URL, by Event; `message` for what users send. */
export type MessageEvents = { [Type in MessageEventType]: EventOf<Type, MessageCatalog[Type]> & MessageBase } & {
  message: UserMessage
  unknown: UnknownMessage
}

/** Anything that comes to 消息与事件接收 URL. Narrow it by `infoType`. */
export type MessageEvent = MessageEvents[keyof MessageEvents]
