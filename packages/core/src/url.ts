import type { AnyEvent } from './delivery/any-event.js'
import type { ReadablePush, ReadOptions } from './events/read.js'
import type { Channel } from './storage/inbox.js'

/** What differs between the two URLs of a platform: which events come there and how they are read. Everything else is shared. */
export interface Url {
  readonly channel: Channel
  /** What handlers can be registered for. */
  readonly names: readonly string[]
  read(push: ReadablePush & { readonly appid?: string }, options?: ReadOptions): AnyEvent
  /** The appid of the account that an event is about. */
  accountOf(event: AnyEvent): string | undefined
}
