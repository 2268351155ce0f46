import type { Consumer } from '@wehook/core/storage'
import type { Database } from './database.js'
import type { TextCodec } from './text.js'

/** What the parts of the storage share. */
export interface StorageContext {
  readonly database: Database
  readonly codec: TextCodec
  readonly now: () => number
  readonly leaseMs: number
  readonly retention: Retention
  /** Called when an entry has become due through this process; consumers of others notice at their next poll. */
  readonly wakers: Set<() => void>
  /** Begun and perhaps closed. */
  readonly consumers: Set<Consumer>
}

/** How long what was handled stays, in ms since then. */
export interface Retention {
  readonly textMs: number
  readonly idMs: number
}
