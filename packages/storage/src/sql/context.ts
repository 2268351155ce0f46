import type { Bilingual } from '@wehook/core'
import type { Consumer } from '@wehook/core/storage'
import type { Dialect } from './dialect.js'
import type { Lane } from './lane.js'
import type { SqlPort } from './port.js'
import type { TextCodec } from './text.js'

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
  /** Called when an entry has become due through this process; consumers of others notice at their next poll. */
  readonly wakers: Set<() => void>
  /** Begun and perhaps closed. */
  readonly consumers: Set<Consumer>
  readonly warn: (text: Bilingual) => void
  /** Resolves when the schema is there and the database is known to be durable. */
  ready(): Promise<void>
}
