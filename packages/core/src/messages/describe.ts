import type { CatalogEntry } from '../events/catalog.js'
import { describeEntry, type EventDescription } from '../events/describe.js'
import { messageCatalog } from './catalog.js'
import type { MessageEventType } from './event.js'

/** Every Event of 消息与事件接收 URL that has a type, in the catalogue's order. */
export const messageEventTypes: readonly MessageEventType[] = Object.freeze([
  ...messageCatalog.keys(),
] as MessageEventType[])

/** Describes an event of 消息与事件接收 URL: title, when it comes, what to do, fields, status tables; in Chinese and English. */
export function describeMessageEvent(event: MessageEventType): EventDescription<MessageEventType> {
  return describeEntry<MessageEventType>(messageCatalog.get(event) as CatalogEntry)
}
