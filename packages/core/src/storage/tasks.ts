/** The clocks of machines that share a storage differ by less. A time that is further in the future was written while a clock ran ahead. */
export const clockStepMs = 60_000

/** A task as a storage sees it. Times are Unix ms by the caller's clock: a storage has no clock of its own here. */
export interface TaskRow {
  /** The componentAppId that the task belongs to. No query returns rows of another scope. */
  readonly scope: string
  /** Sorts by opening time, as text. */
  readonly id: string
  /** 1 after the insert. Every write and every claim adds 1. */
  readonly version: number
  readonly kind: string
  readonly outcome: string
  readonly openedAt: number
  /** The next moment at which somebody must look at the task. Absent: never. */
  readonly dueAt?: number
  /** When `dueAt` was set: tells a time that was set while the clock ran ahead. Absent where `dueAt` is. */
  readonly dueFrom?: number
  /** One row of the scope at most holds each of these. */
  readonly unique: readonly string[]
  /** Any number of rows may hold these. */
  readonly keys: readonly string[]
  /** JSON that only the caller reads. A storage with a seal key encrypts it. */
  readonly body: string
}

/** The new content of a row. `expected` is the version that the stored row must have, 0 for a row that must not exist yet. */
export interface TaskPut {
  readonly row: Omit<TaskRow, 'version'>
  readonly expected: number
}

/** Removes a row that has the version `expected`. */
export interface TaskRemoval {
  readonly remove: Pick<TaskRow, 'scope' | 'id'>
  readonly expected: number
}

export type TaskWrite = TaskPut | TaskRemoval

/** `id` names the conflicting row: the one with another version, or the one that holds a unique key. */
export type TaskWritten =
  | { readonly written: true }
  | { readonly written: false; readonly because: 'version' | 'unique'; readonly id: string }

/** Absent fields match everything. */
export interface TaskPageOptions {
  readonly kind?: string
  readonly outcome?: string
  /** Default and at most 100. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly after?: string
}

export interface TaskPage {
  readonly rows: readonly TaskRow[]
  /** Absent on the last page. */
  readonly next?: string
}

export interface TaskCount {
  readonly kind: string
  readonly outcome: string
  readonly count: number
}

/**
 * Where tasks are kept. `@wehook/tasks` works with any implementation; the contract suite is in `@wehook/testing`.
 *
 * There are no locks: a write names the version that it was made from, and a claim adds 1 to the version. So the write of a
 * process that stalled while another process took over the row is refused.
 */
export interface TaskStore {
  readonly durable: boolean
  /**
   * What to write into `unique` and `keys` in place of a value that names a person: its HMAC-SHA256 under each seal key, the
   * current key first, or its SHA-256 in a storage without one.
   */
  digest(value: string): readonly string[]
  /**
   * Writes 1 to 4 rows of one scope, all or none. Resolves when they are durable. Versions are checked first, in the order of
   * `writes`; unique keys are checked after all old keys of these rows were removed.
   */
  write(writes: readonly TaskWrite[]): Promise<TaskWritten>
  get(scope: string, id: string): Promise<TaskRow | undefined>
  /** Rows that hold the key, unique or not, newest first; `limit` is 100 by default and at most. Sees every write that has resolved. */
  find(scope: string, key: string, limit?: number): Promise<readonly TaskRow[]>
  /**
   * Claims at most `limit` rows with `dueAt` <= `now`, the most overdue first: moves their `dueAt` to `until`, adds 1 to their
   * version and returns them so, with `now` as their `dueFrom`. Of several callers one gets each row.
   *
   * A row whose `dueFrom` is more than {@link clockStepMs} after `now` was written while the clock ran ahead: it is claimed as well,
   * since its `dueAt` may be hours too late.
   */
  claimDue(scope: string, now: number, until: number, limit: number): Promise<readonly TaskRow[]>
  /** The earliest `dueAt` of the scope; `undefined` when no row has one. */
  nextDueAt(scope: string): Promise<number | undefined>
  /** Newest first. */
  list(scope: string, page?: TaskPageOptions): Promise<TaskPage>
  /** How many rows there are of each kind and outcome; pairs without a row are left out. */
  counts(scope: string): Promise<readonly TaskCount[]>
  /** Removes the row if it has the version `expected`; false when it has another one or does not exist. */
  forget(scope: string, id: string, expected: number): Promise<boolean>
  close?(): Promise<void>
}
