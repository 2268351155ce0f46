import type { Bilingual } from '@wehook/core'
import type { WakeableConsumer } from '../consumer.js'
import type { TextCodec } from '../text-codec.js'
import type { Dialect } from './dialect.js'
import type { Lane } from './lane.js'
import type { SqlPort } from './port.js'

/** What the parts of a storage share. Each lane uses one connection at a time, so handlers cannot starve puts and claims. */
export interface SqlContext {
  readonly port: SqlPort
  readonly dialect: Dialect
  readonly codec: TextCodec
  readonly leaseMs: number
  readonly retention: { readonly textMs: number; readonly idMs: number }
  /** For puts. */
  readonly puts: Lane
  /** For claims, renewals and settlements. */
  readonly work: Lane
  /** For all else. */
  readonly other: Lane
  /** Tells this process from others in the rows of locks that it holds. */
  readonly owner: Uint8Array
  /** Wakes the consumers of this process: an entry has become due. Those of others notice at their next poll. */
  wake(): void
  /** Begun and perhaps closed. */
  readonly consumers: Set<WakeableConsumer>
  readonly warn: (text: Bilingual) => void
  /** Resolves when the schema is there and the database is known to be durable. */
  ready(): Promise<void>
}
