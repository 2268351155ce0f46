import {
  type AuthorizationEvent,
  type MessageEvent,
  type OpenedPush,
  readEvent,
  readMessageEvent,
  type UnknownEvent,
} from '@wehook/core'

/** An event of either URL. */
export type AnyEvent = AuthorizationEvent | UnknownEvent | MessageEvent

/** Types an opened push by its content: a MsgType means that it came to 消息与事件接收 URL. */
export function readAny(push: OpenedPush, receivedAt = Date.now()): AnyEvent {
  const event = readEvent(push, { receivedAt })
  const isMessage = event.infoType === 'unknown' && 'MsgType' in event.payload
  return isMessage ? readMessageEvent(push, { receivedAt }) : event
}
