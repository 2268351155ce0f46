import type { SqliteConnection, SqliteStatement, SqliteValue } from './connection.js'
import { isBroken } from './fault.js'

export interface ConnectionSource {
  readonly connection: SqliteConnection
  /** A new connection to the same file, in place of one that is broken. */
  reconnect(): SqliteConnection
  /** False when the path no longer leads to the file that is open: it was removed, moved or replaced. */
  isInPlace(): boolean
}

export interface Statement<Row> {
  run(...values: SqliteValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...values: SqliteValue[]): Row | undefined
  all(...values: SqliteValue[]): Row[]
}

export type Begin = 'BEGIN' | 'BEGIN IMMEDIATE'

/** The connection of the moment and what was prepared on it. One whose disk has failed is replaced at the next `begin`. */
export interface Session {
  sql<Row>(text: string): Statement<Row>
  begin(sql: Begin): { readonly error: unknown } | undefined
  /** Throws when the path no longer leads to the open file: SQLite would write on, to what nobody finds again. Looks once a transaction. */
  assertInPlace(): void
  commit(): void
  abort(error: unknown): void
  end(): void
}

export function createSession(source: ConnectionSource): Session {
  const statements = new Map<string, SqliteStatement>()
  let connection: SqliteConnection | undefined = source.connection
  let current: Begin = 'BEGIN'
  /** Its disk has failed and nothing was written since: the file is closed after every use, so that the volume can be unmounted and mended. */
  let isDoubtful = false
  let isInPlace: boolean | undefined

  const connected = () => {
    connection ??= source.reconnect()
    return connection
  }
  const end = () => {
    // libsql keeps the file open as long as a statement is referred to.
    statements.clear()
    connection?.close()
    connection = undefined
  }
  const endIfBroken = (error: unknown) => {
    if (!isBroken(error)) return
    isDoubtful = true
    end()
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
        current = sql
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
      if (current === 'BEGIN IMMEDIATE') isDoubtful = false
      else if (isDoubtful) end()
    },
    abort(error) {
      try {
        connected().exec('ROLLBACK')
      } catch {
        // SQLITE_FULL and I/O errors have rolled back already: there is nothing left to do.
      }
      endIfBroken(error)
    },
    end,
  }
}
