import type { Client } from '@wehook/client'
import type { TaskStore } from '@wehook/core'
import type { Ledger } from './ledger.js'
import type { EmitSignal } from './signals.js'

/** What the parts of this package share. */
export interface Context {
  readonly client: Client
  readonly store: TaskStore
  readonly ledger: Ledger
  /** Unix ms. */
  readonly now: () => number
  readonly emitSignal: EmitSignal
}
