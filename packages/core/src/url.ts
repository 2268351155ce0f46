import type { AnyEvent } from './delivery/any-event.js'
import type { ReadablePush, ReadOptions } from './events/read.js'
import type { Channel } from './storage/inbox.js'

/** What tells the two URLs of a platform apart: what comes there, and how it is read. The journey of a push is the same. */
export interface Url {
  readonly channel: Channel
  /** What handlers can be registered for. */
  readonly names: readonly string[]
  read(push: ReadablePush & { readonly appid?: string }, options?: ReadOptions): AnyEvent
  /** The appid of the account that an event is about. */
  accountOf(event: AnyEvent): string | undefined
}
