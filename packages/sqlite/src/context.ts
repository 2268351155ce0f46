import type { TextCodec, WakeableConsumer } from '@wehook/storage'
import type { Database } from './database.js'

/** What the parts of the storage share. */
export interface StorageContext {
  readonly database: Database
  readonly codec: TextCodec
  readonly now: () => number
  readonly leaseMs: number
  readonly retention: Retention
  /** Woken when an entry has become due through this process; consumers of others notice at their next poll. */
  readonly consumers: Set<WakeableConsumer>
}

/** How long what was handled stays, in ms since then. */
export interface Retention {
  readonly textMs: number
  readonly idMs: number
}
