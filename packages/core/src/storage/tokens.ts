/**
 * A stored secret. `value` is text that its owner reads (the client keeps JSON in it); `asOf` orders writes.
 */
export interface TokenRecord {
  readonly value: string
  /** Unix ms that this value belongs to: an event's `createdAt`, or the time of the call that returned it. */
  readonly asOf: number
  /** Unix ms after which the record is gone: `get` no longer returns it. Absent: kept until replaced. */
  readonly forgetAt?: number
}

/**
 * Proves that its holder has a lock. A later holder of the same lock has a higher `number`; writes that carry an older fence are refused,
 * so a holder that stalled beyond its lease cannot overwrite its successor's work.
 */
export interface Fence {
  readonly lock: string
  readonly number: number
}

/** Why a write was not made: `outdated`, what is stored has a newer `asOf`; `fenced`, the lock went to another holder. */
export type TokenWrite = 'written' | 'outdated' | 'fenced'

/**
 * Where tickets and tokens are kept. The client works with any implementation; its contract suite is in `@wehook/testing`.
 *
 * Order: a write whose `asOf` is older than what is stored is refused (`outdated`); an equal one replaces. `remove` leaves a
 * mark with its `asOf` for 30 days, so that older writes which arrive later are refused too.
 */
export interface TokenStore {
  get(key: string): Promise<TokenRecord | undefined>
  set(key: string, record: TokenRecord, fence?: Fence): Promise<TokenWrite>
  remove(key: string, asOf: number, fence?: Fence): Promise<TokenWrite>
  /**
   * Runs `work` while no other caller, in this process or another on the same store, holds `lock`. Waits for its turn. The lock
   * is released when `work` settles, or 6 s after its holder last renewed it (its process died or stalled).
   */
  withLock<T>(lock: string, work: (fence: Fence) => Promise<T>): Promise<T>
  close?(): Promise<void>
}
