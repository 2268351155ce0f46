/** Which URL of the platform a push came to: the one for authorization events, or the one for messages and events of accounts. */
export type Channel = 'authorization' | 'message'

/** A stored push: the decrypted text, read again each time it is delivered. `id` is {@link OpenedPush.id}. */
export interface InboxEntry {
  readonly id: string
  readonly componentAppId: string
  /** Unix ms. */
  readonly receivedAt: number
  readonly xml: string
  /** Absent: `authorization`. A storage returns an entry of `authorization` without this field. */
  readonly channel?: Channel
  /** Appid of the account (authorizer) that the push is about, where the push names one. */
  readonly appid?: string
  /** W3C trace context of the request that brought the push (55 characters), so that telemetry can link the delivery to it. */
  readonly traceparent?: string
}

/**
 * `pending`: waits for its first or next attempt, or is being delivered. `unhandled`: no process had a handler for it. `dead`: its last attempt failed.
 * `handled`: done. `discarded`: given up by an operator. All but `pending` and `discarded` can be requeued as long as the text is there.
 */
export type EntryState = 'pending' | 'unhandled' | 'dead' | 'handled' | 'discarded'

/** One attempt that failed. */
export interface FailedAttempt {
  /** From 1; a requeue starts again at 1. */
  readonly attempt: number
  /** Unix ms. */
  readonly at: number
  /** As {@link StoredEntry.lastError}. */
  readonly error: string
}

/** An entry as an operator sees it. */
export interface StoredEntry extends Omit<InboxEntry, 'xml'> {
  readonly state: EntryState
  /** The wire InfoType, stored next to the text, which may be dropped earlier. */
  readonly infoType: string
  /** Attempts that have started. Being offered to a process without a handler is not an attempt. */
  readonly attempts: number
  /** Unix ms of the next attempt; while `pending` only. */
  readonly dueAt?: number
  /** Unix ms of the last change of state. */
  readonly settledAt?: number
  /** Why the last attempt failed: by default error class, code and place, without the message, which may hold personal data. */
  readonly lastError?: string
  /** Absent after it was dropped: 7 days after the entry was handled, or when it was discarded; also while none of the given seal keys decrypts it. */
  readonly xml?: string
  /** Failed attempts, oldest first, at most the last 20. From `get` only; absent when no attempt has failed. Dropped together with the text. */
  readonly failures?: readonly FailedAttempt[]
}

/** Which entries; an absent field matches everything. */
export interface EntryFilter {
  readonly state?: EntryState
  /** The wire InfoType, in full. */
  readonly infoType?: string
  readonly appid?: string
  /** Unix ms, inclusive, of `receivedAt`. */
  readonly receivedFrom?: number
  /** Unix ms, exclusive, of `receivedAt`. */
  readonly receivedBefore?: number
}

export interface ListOptions extends EntryFilter {
  /** By `receivedAt`. Default `oldest`: oldest first. */
  readonly order?: 'oldest' | 'newest'
  /** Default 100, at most 1,000. */
  readonly limit?: number
  /** `next` of the page before; filter and order must be the same. */
  readonly after?: string
}

export interface EntryPage {
  readonly entries: readonly StoredEntry[]
  /** Absent on the last page. */
  readonly next?: string
}

export interface InboxCounts {
  readonly pending: number
  readonly unhandled: number
  readonly dead: number
  readonly handled: number
  readonly discarded: number
  /** Unix ms since when the entry that has waited longest beyond its due time is due; absent when nothing is due. */
  readonly oldestDueAt?: number
  /** Of `pending`: being delivered by some process, or held by a process that died until its lease ends. */
  readonly held: number
  /** Unix ms at which the last lease among `held` ends. A living process renews its lease; the entries of a dead one can be delivered by others when it ends. */
  readonly heldUntil?: number
  /** Of `pending`: offered to a process that had no handler for them, and taken by none since. */
  readonly passed: number
}

/**
 * Runs one attempt; `attempt` starts at 1. Resolves when the entry may be settled; `unhandled` when this process has no handler for it: the
 * entry is passed on to other processes and the attempt does not count. Rejects, with an error whose message may be stored, when the attempt failed.
 * An own property `retryAfterMs` (number) of that error replaces the wait from `retryDelaysMs`; `isFinal` (true) makes the entry dead at once.
 */
export type Deliver = (entry: InboxEntry, attempt: number) => Promise<'handled' | 'unhandled'>

export interface ConsumeOptions {
  /** Deliveries that run at once in this consumer. */
  readonly concurrency: number
  /** Wait before attempt 2, 3, …, in ms, each varied by ±10 %. An entry has one attempt more than there are waits, then it is dead. */
  readonly retryDelaysMs: readonly number[]
  /** The consumer takes entries of this channel only. Default `authorization`. */
  readonly channel?: Channel
  /**
   * Whether this process has a handler for a wire InfoType; asked each time. Default: for every one. An entry without one is passed on: it stays
   * pending and is offered to all processes again after about a second. `unhandled` entries become pending again when a consumer that
   * handles their InfoType starts, or gets a handler for it later.
   */
  readonly handles?: (infoType: string) => boolean
  /** Ms after which an entry that was passed on and taken by no process becomes `unhandled`. Default 60,000. */
  readonly unhandledAfterMs?: number
  /** Called after an entry has become dead, with the last error's text. `xml` is empty when none of the given seal keys decrypts it. */
  readonly onDead?: (entry: InboxEntry, attempts: number, lastError: string) => void
  /** Called after this consumer has made an entry `unhandled`. `xml` is empty when none of the given seal keys decrypts it. */
  readonly onUnhandled?: (entry: InboxEntry, infoType: string) => void
  /** Called when the storage itself fails in the background or a text cannot be opened; the consumer goes on automatically. */
  readonly onError?: (error: unknown) => void
}

export interface Consumer {
  /**
   * Takes no more entries, waits at most `timeoutMs` for running deliveries, releases the other entries that it holds, and resolves.
   * The attempt at a released entry counts as started.
   */
  close(options: { readonly timeoutMs: number }): Promise<void>
}

/**
 * Durable storage of pushes between WeChat's `success` and the handlers. Implementations: `@wehook/sqlite`, `@wehook/redis`,
 * and {@link createMemoryInbox} for tests; all pass the contract suite of `@wehook/testing`.
 */
export interface Inbox {
  /** False when a crash loses what is stored: the memory inbox. */
  readonly durable: boolean
  /** Resolves when a crash can no longer lose the entry. The one place that de-duplicates: by `id`, for at least 30 days. `infoType` is for filters. */
  put(entry: InboxEntry & { readonly infoType: string }): Promise<'stored' | 'duplicate'>
  /** Begins to deliver. A rejected delivery is retried after the waits of `retryDelaysMs`; after the last one the entry is dead. */
  consume(deliver: Deliver, options: ConsumeOptions): Promise<Consumer>
  /** Entries that match, page by page. */
  list(options?: ListOptions): Promise<EntryPage>
  get(id: string): Promise<StoredEntry | undefined>
  /** How many entries match, counted no further than `upTo` (default 1,000). */
  count(filter: EntryFilter, upTo?: number): Promise<number>
  /** Makes a dead, unhandled or handled entry pending and due now, with attempts reset. False when there is none, it is pending or its text is gone. */
  requeue(id: string): Promise<boolean>
  /** Requeues up to `limit` (default 1,000) of the matching dead, unhandled and handled entries, oldest first. Resolves with how many. */
  requeueAll(filter: EntryFilter, limit?: number): Promise<number>
  /**
   * Drops the text of a dead, unhandled or pending entry that is not being delivered, so that no process takes it any more; the id stays known
   * for 30 days. False when there is no such entry.
   */
  discard(id: string): Promise<boolean>
  /** Discards up to `limit` (default 1,000) of the matching entries that {@link Inbox.discard} would, oldest first. Resolves with how many. */
  discardAll(filter: EntryFilter, limit?: number): Promise<number>
  counts(): Promise<InboxCounts>
  close?(): Promise<void>
}
