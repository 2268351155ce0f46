import { createHash } from 'node:crypto'
import { readEventDocument, toDate } from '../events/document.js'
import type { EventIssue } from '../events/event.js'
import { fit } from '../events/fit.js'
import { type Content, type ReadablePush, type ReadOptions, toContent, toEvent, unknown } from '../events/read.js'
import type { DocumentObject, DocumentValue } from '../xml/document.js'
import { messageCatalog } from './catalog.js'
import { userMessagePayloads } from './events/user-messages.js'

/** A message push as it is read: not frozen yet, since a reply may be added. */
export type ReadMessage = ReturnType<typeof toEvent> & {
  readonly toUserName: string
  readonly fromUserName: string
  readonly authorizerAppId?: string
  readonly messageType?: string
  readonly wireInfoType?: string
}

const otherUrl: EventIssue = {
  path: 'InfoType',
  message: 'InfoType marks an event of the platform',
  hint: 'this push belongs to 授权事件接收 URL; in the console give that one another address than 消息与事件接收 URL',
}

const messageTypes: ReadonlyMap<string, (typeof userMessagePayloads)[keyof typeof userMessagePayloads]> = new Map(
  Object.entries(userMessagePayloads),
)

/** Types a push of 消息与事件接收 URL. Pure, and never throws: what has no type is `unknown` with its issues. */
export function readMessage(
  push: ReadablePush & { readonly appid?: string | undefined },
  options: ReadOptions = {},
): ReadMessage {
  const document = readEventDocument(push.xml)
  const root = 'root' in document ? document.root : {}
  const { ToUserName, FromUserName, CreateTime, MsgType, Event, MsgId, ...payload } = root
  const content =
    'root' in document ? contentOf(MsgType, Event, MsgId, payload) : unknown({}, document.issues, eventIn(push.xml))
  const id = typeof MsgId === 'string' && content.infoType === 'message' ? messageId(push, ToUserName, MsgId) : push.id
  return {
    ...toEvent({ ...push, id }, options, toDate(CreateTime), content),
    ...(content.infoType === 'unknown' && typeof MsgType === 'string' && { messageType: MsgType }),
    toUserName: textOf(ToUserName),
    fromUserName: textOf(FromUserName),
    ...(push.appid !== undefined && { authorizerAppId: push.appid }),
  }
}

/** Events that users cause, which are too many to store each in the inbox. https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html */
const eventsByUsers: ReadonlySet<string> = new Set(['subscribe', 'unsubscribe', 'SCAN', 'LOCATION', 'CLICK', 'VIEW'])

/** Did a user send or cause it? True for messages, also of a MsgType without a type. */
export function isByUser({ infoType, messageType, wireInfoType }: ReadMessage): boolean {
  if (infoType === 'message') return true
  if (infoType !== 'unknown' || messageType === undefined) return false
  return messageType !== 'event' || eventsByUsers.has(wireInfoType ?? '')
}

/** The Event in a text that cannot be read as a document. */
function eventIn(text: string): string | undefined {
  return /<Event>\s*(?:<!\[CDATA\[)?(\w+)/.exec(text)?.[1]
}

function contentOf(
  type: DocumentValue | undefined,
  event: DocumentValue | undefined,
  id: DocumentValue | undefined,
  fields: DocumentObject,
): Content {
  if (Object.hasOwn(fields, 'InfoType')) return unknown(fields, [otherUrl], fields['InfoType'])
  if (type === 'event') return toContent(messageCatalog, event, fields) ?? unknown(fields, [], event)
  const schema = typeof type === 'string' ? messageTypes.get(type) : undefined
  if (!schema || typeof id !== 'string') return unknown(fields, [], type)
  const { payload, issues } = fit(schema, fields)
  if (!payload) return unknown(fields, issues, type)
  return { infoType: 'message', payload, issues, ...({ messageType: type, messageId: id } as object) }
}

/** WeChat repeats a message with the same MsgId and another document, so the document does not identify it. */
function messageId({ componentAppId }: ReadablePush, account: DocumentValue | undefined, id: string): string {
  return createHash('sha256')
    .update(`${componentAppId}\n${textOf(account)}\n${id}`)
    .digest('hex')
}

function textOf(value: DocumentValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
