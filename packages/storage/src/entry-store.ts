import type { EntryState, InboxEntry } from '@wehook/core/storage'

/** A due entry as it was found, before this attempt. */
export interface DueEntry {
  readonly infoType: string
  /** Attempts that have started. */
  readonly attempts: number
  /** Its last holder's lease has ended: that process died, stalled or was shut down. */
  readonly wasClaimed: boolean
  readonly lastError?: string
  /** Ms since a process without a handler first passed it on; absent when it was not passed on. */
  readonly passedForMs?: number
}

/** An entry that this consumer holds as long as the row has this `fence`. A storage may add what it needs to find the row. */
export interface Claim {
  /** The row, within the storage. */
  readonly seq: number
  readonly fence: number
  readonly entry: Omit<InboxEntry, 'xml'>
  readonly infoType: string
  /** This one included. */
  readonly attempts: number
  readonly passedForMs?: number
}

/**
 * How a row changes when its holder releases it. In every case `claimed` is cleared and the fence grows; the fields here say the rest. `settledAt` is
 * set to now for every state but `pending`. With `lastError`, a failed attempt is recorded.
 */
export interface Release {
  readonly state: EntryState
  readonly attempts: number
  /** Ms from now until the row is due again; absent: never. */
  readonly dueInMs?: number
  readonly lastError?: string
  /** Passed on: `passedAt` is kept, or is now. Otherwise it is cleared. */
  readonly isPassed?: boolean
}

/** The result of taking due entries: entries to deliver, and rows that were released at once. */
export interface Taken<C extends Claim> {
  readonly claims: readonly C[]
  readonly released: readonly { readonly claim: C; readonly release: Release }[]
}

/** What a consumer needs of a storage. Times are of the storage's own clock. */
export interface EntryStore<C extends Claim> {
  /** Called each time before the storage is asked for due entries; for instance to correct due times after the clock was set back. */
  beforeLook?(): Promise<void>
  /** Ms until the next pending entry of the channel is due, 0 or less when one is; undefined when none is pending. */
  dueInMs(): Promise<number | undefined>
  /**
   * Takes up to `limit` due entries of the channel, longest due first, but none whose `seq` is `held`: those are this consumer's already. Calls `decide` for each one found: when that returns a release, it is
   * written at once and the entry is not claimed.
   */
  take(
    limit: number,
    held: ReadonlyMap<number, unknown>,
    decide: (found: DueEntry) => 'deliver' | Release,
  ): Promise<Taken<C>>
  /** True when the row still belonged to this claim and is released now. Rejects when the storage fails. */
  release(claim: C, release: Release): Promise<boolean>
  /** Renews the leases. */
  renew(claims: readonly C[]): Promise<void>
  /** The decrypted text. Throws when none of the given seal keys decrypts it. */
  openText(claim: C): string
  /** InfoTypes of which the channel has `unhandled` entries. */
  unhandledInfoTypes(): Promise<readonly string[]>
  /** Makes the channel's `unhandled` entries of an InfoType pending again, with their attempts as they were. */
  revive(infoType: string): Promise<void>
  /** Turns an error of the storage's driver into one of wehook. */
  toFault(error: unknown): unknown
}
