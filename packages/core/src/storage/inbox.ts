/** A stored push: the decrypted text, read again each time it is delivered. `id` is {@link OpenedPush.id}. */
export interface InboxEntry {
  readonly id: string
  readonly componentAppId: string
  /** Unix ms. */
  readonly receivedAt: number
  readonly xml: string
}

export type EntryState = 'pending' | 'unhandled' | 'dead' | 'handled'

/** An entry as an operator sees it. */
export interface StoredEntry extends Omit<InboxEntry, 'xml'> {
  readonly state: EntryState
  /** The wire InfoType, kept beside the text so that it survives it. */
  readonly infoType: string
  /** Attempts that have started. */
  readonly attempts: number
  /** Unix ms of the next attempt; while `pending` only. */
  readonly dueAt?: number
  /** Unix ms of the last change of state. */
  readonly settledAt?: number
  /** Why the last attempt failed: error class, code and place, never its message, which may hold personal data. */
  readonly lastError?: string
  /** Absent once dropped, 7 days after it was handled; and while no seal key that was given opens it. */
  readonly xml?: string
}

export interface ListOptions {
  readonly state: EntryState
  /** Default 100, at most 1,000. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly after?: string
}

/** Oldest first. */
export interface EntryPage {
  readonly entries: readonly StoredEntry[]
  readonly next?: string
}

export interface InboxCounts {
  readonly pending: number
  readonly unhandled: number
  readonly dead: number
  readonly handled: number
  /** Unix ms since when the entry that has waited longest beyond its due time is due; absent when nothing is due. */
  readonly oldestDueAt?: number
}

/** Resolves when the entry may be settled; rejects with an error free of personal data when the attempt failed. `attempt` starts at 1. */
export type Deliver = (entry: InboxEntry, attempt: number) => Promise<'handled' | 'unhandled'>

export interface ConsumeOptions {
  /** Deliveries under way at once in this consumer. */
  readonly concurrency: number
  /** Wait before attempt 2, 3, …, in ms, each varied by ±10 %. An entry has one attempt more than there are waits, then it is dead. */
  readonly retryDelaysMs: readonly number[]
  /** Called after an entry has become dead, with the last error's text. `xml` is empty when no seal key that was given opens it. */
  readonly onDead?: (entry: InboxEntry, attempts: number, lastError: string) => void
  /** Called when the storage itself fails in the background or a text cannot be opened; the consumer goes on by itself. */
  readonly onError?: (error: unknown) => void
}

export interface Consumer {
  /**
   * Takes no more entries, waits at most `timeoutMs` for deliveries under way, gives the claims of the rest back, and resolves.
   * An attempt given back counts as started.
   */
  close(options: { readonly timeoutMs: number }): Promise<void>
}

/**
 * Durable storage of pushes between WeChat's `success` and the handlers (DESIGN §9). Implementations: `@wehook/sqlite`, `@wehook/redis`,
 * and {@link createMemoryInbox} for tests; all pass the contract suite of `@wehook/testing`.
 */
export interface Inbox {
  /** False when a crash loses what is stored: the memory inbox. */
  readonly durable: boolean
  /** Resolves once a crash cannot lose the entry. The one place that de-duplicates: by `id`, for at least 30 days. `infoType` is for `list`. */
  put(entry: InboxEntry & { readonly infoType: string }): Promise<'stored' | 'duplicate'>
  /** Begins to deliver. A rejected delivery is retried by the table, then dead. */
  consume(deliver: Deliver, options: ConsumeOptions): Promise<Consumer>
  list(options: ListOptions): Promise<EntryPage>
  get(id: string): Promise<StoredEntry | undefined>
  /** Makes a dead, unhandled or handled entry pending and due now, with attempts reset. False when there is none, it is pending or its text is gone. */
  requeue(id: string): Promise<boolean>
  counts(): Promise<InboxCounts>
  close?(): Promise<void>
}
