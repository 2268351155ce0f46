import type { TextCodec, WakeableConsumer } from '@wehook/storage'
import type { Database } from './database.js'

/** What the parts of the storage share. */
export interface StorageContext {
  readonly database: Database
  readonly codec: TextCodec
  readonly now: () => number
  readonly leaseMs: number
  readonly retention: Retention
  /** Woken when this process has made an entry due. Consumers of other processes notice it at their next poll. */
  readonly consumers: Set<WakeableConsumer>
}

/** How long the text and the id of a handled entry are kept, in ms. */
export interface Retention {
  readonly textMs: number
  readonly idMs: number
}
