import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ConnectionSource, SqliteConnection, SqliteStatement, SqliteValue } from './connection.js'
import { isBroken } from './fault.js'

export interface Statement<Row> {
  run(...values: SqliteValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...values: SqliteValue[]): Row | undefined
  all(...values: SqliteValue[]): Row[]
}

export type Begin = 'BEGIN' | 'BEGIN IMMEDIATE'

/** The current connection and its prepared statements. After a failure of the disk it is closed, and opened again at a later `begin`. */
export interface Session {
  sql<Row>(text: string): Statement<Row>
  begin(sql: Begin): { readonly error: unknown } | undefined
  /** Throws when the file, its `-wal` or its `-shm` is not where it was: SQLite would continue to write to files that can no longer be found. Checks once per transaction. */
  assertInPlace(): void
  commit(): void
  abort(error: unknown): void
  end(): void
}

/** The pause after a failed attempt to open the file again. Calls in between fail with the same error, so that many pushes do not each try to open it. */
const reopenPauseMs = 250

export function createSession(source: ConnectionSource): Session {
  const statements = new Map<string, SqliteStatement>()
  let connection: SqliteConnection | undefined = source.connection
  let failure: { readonly error: unknown; readonly at: number } | undefined
  let isInPlace: boolean | undefined

  const connected = () => {
    connection ??= reconnect()
    return connection
  }
  const reconnect = () => {
    if (failure && performance.now() - failure.at < reopenPauseMs) throw failure.error
    try {
      const reopened = source.reconnect()
      failure = undefined
      return reopened
    } catch (error) {
      failure = { error, at: performance.now() }
      throw error
    }
  }
  const end = () => {
    statements.clear()
    if (!connection) return
    connection.close()
    connection = undefined
    collectStatements()
  }
  const endIfBroken = (error: unknown) => {
    if (isBroken(error)) end()
  }
  return {
    sql<Row>(text: string) {
      const statement = statements.get(text) ?? connected().prepare(text)
      statements.set(text, statement)
      return statement as Statement<Row>
    },
    begin(sql) {
      try {
        connected().exec(sql)
        isInPlace = undefined
        return undefined
      } catch (error) {
        endIfBroken(error)
        return { error }
      }
    },
    assertInPlace() {
      isInPlace ??= source.isInPlace()
      if (!isInPlace)
        throw Object.assign(new Error('the file was removed, moved or replaced'), { code: 'WEHOOK_MOVED' })
    },
    commit() {
      connected().exec('COMMIT')
    },
    abort(error) {
      try {
        connected().exec('ROLLBACK')
      } catch {
        // After SQLITE_FULL and I/O errors SQLite has already rolled back.
      }
      endIfBroken(error)
    },
    end,
  }
}

/**
 * libsql keeps a closed file open until its statements are garbage-collected, and a volume with an open file cannot be unmounted and repaired. So
 * this forces a garbage collection: when the storage is closed, and once for each failure of the disk.
 */
function collectStatements(): void {
  try {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    collect()
  } catch {
    // A runtime other than Node: the statements are collected later.
  }
}
