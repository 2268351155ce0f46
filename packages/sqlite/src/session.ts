import type { SqliteConnection, SqliteStatement, SqliteValue } from './connection.js'
import { isBroken } from './fault.js'

export interface ConnectionSource {
  readonly connection: SqliteConnection
  /** A new connection to the same file, in place of one that is broken. */
  reconnect(): SqliteConnection
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
        return undefined
      } catch (error) {
        endIfBroken(error)
        return { error }
      }
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
