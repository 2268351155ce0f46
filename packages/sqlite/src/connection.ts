/** The part of better-sqlite3's API that is used: only this part works the same way in libsql. */
export interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/** Integers only: libsql binds every number as REAL, which loses nothing below 2^53 and is stored as INTEGER by a STRICT column. */
export type SqliteValue = string | number

/** Opens a connection to `file`, with better-sqlite3's API. */
export type OpenConnection = (file: string) => SqliteConnection

/** An open file, and functions to reopen and check it. */
export interface ConnectionSource {
  readonly connection: SqliteConnection
  /** A new connection to the same file, to replace a broken one. */
  reconnect(): SqliteConnection
  /** False when a path no longer leads to the file that is open: the file, its `-wal` or its `-shm` was removed, moved or replaced. */
  isInPlace(): boolean
}
