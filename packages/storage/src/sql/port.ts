/** Parameters are bytes, safe integers or null, never text, so neither the charset nor the SQL mode of a connection can change them. */
export type SqlValue = Uint8Array | number | null
/** PostgreSQL takes the columns of a group of rows as arrays. */
export type SqlParameter = SqlValue | readonly SqlValue[]
export type SqlRow = Readonly<Record<string, SqlValue>>

export interface SqlResult {
  readonly rows: readonly SqlRow[]
  readonly changed: number
}

/** The functions that the storages need of a driver. Nothing else of mysql2 or pg is used. */
export interface SqlPort {
  /** The size of the host's pool. */
  readonly max: number
  /** Waits for a connection until `deadline`, a time by `performance.now()`; then rejects, and a connection that comes later is released unused. */
  acquire(deadline: number): Promise<SqlSession>
}

/** One connection of the host's pool while wehook uses it. */
export interface SqlSession {
  /**
   * Runs a statement with `?` for each parameter. Rejects when the deadline passes, and when a change outside a transaction
   * stays uncommitted; the connection is then destroyed at `release`.
   */
  run(text: string, values?: readonly SqlParameter[]): Promise<SqlResult>
  begin(): Promise<void>
  /** Rejects when the server has rolled back instead. */
  commit(): Promise<void>
  rollback(): Promise<void>
  /** The driver's own connection. */
  readonly client: unknown
  /** Destroys the connection when it is broken, when a transaction is still open on it, or when `destroy` says so. */
  release(destroy?: boolean): void
}

/** What an error of the driver means for the statement that failed. */
export type Fault =
  /** Deadlock, serialization failure, lock wait: the same work succeeds later. */
  | 'retry'
  /** A value of one row is refused: the other rows of its group can still be stored. */
  | 'row'
  /** A unique index has such a row already. */
  | 'duplicate'
  /** The connection is lost, or leads to a server that no longer accepts writes: another connection may work. */
  | 'broken'
  /** The database user lacks a privilege. */
  | 'denied'
  | 'other'
