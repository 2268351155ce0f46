import type { Bilingual } from '@wehook/core'
import type { WakeableConsumer } from '../consumer.js'
import type { TextCodec } from '../text-codec.js'
import type { Dialect } from './dialect.js'
import type { Lane } from './lane.js'
import type { SqlPort } from './port.js'

/** What the parts of a storage share. Each lane uses at most one connection of the pool, so the lanes do not block one another. */
export interface SqlContext {
  readonly port: SqlPort
  readonly dialect: Dialect
  readonly codec: TextCodec
  readonly leaseMs: number
  readonly retention: { readonly textMs: number; readonly idMs: number }
  /** For puts. */
  readonly puts: Lane
  /** For claiming, renewing leases and writing results. */
  readonly work: Lane
  /** For all else. */
  readonly other: Lane
  /** Identifies this process in the rows of locks that it holds. */
  readonly owner: Uint8Array
  /** Wakes the consumers of this process: an entry has become due. Those of others notice at their next poll. */
  wake(): void
  /** All consumers that were started; some may be closed. */
  readonly consumers: Set<WakeableConsumer>
  readonly warn: (text: Bilingual) => void
  /** Resolves when the schema is there and the database is known to be durable. */
  ready(): Promise<void>
}
