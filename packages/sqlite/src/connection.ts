import { closeSync, existsSync, mkdirSync, openSync, statfsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isWehookError, WehookError } from '@wehook/core'
import Libsql from 'libsql'
import { isBusy, toFault } from './fault.js'
import { migrate, readIdentity } from './schema.js'
import type { ConnectionSource } from './session.js'

/** The part of better-sqlite3's API that is used: nothing else works alike in libsql (DESIGN §9). */
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

const openTimeoutMs = 5_000
const memoryNames: readonly string[] = ['', ':memory:']
/** `f_type` of statfs(2): WAL needs memory shared between its processes, which these do not give. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
])

export function openLibsql(file: string): SqliteConnection {
  return new Libsql(file)
}

/** Opens the file at `path`, makes it durable, brings its schema up to date. Busy at the very start (several processes begin together): waits, at most 5 s. */
export function openFile(path: string, open: OpenConnection): ConnectionSource {
  prepareFile(path)
  // The host may change its working directory; SQLite has resolved the path by then.
  const file = resolve(path)
  const deadline = Date.now() + openTimeoutMs
  for (;;) {
    try {
      const connection = connect(file, open)
      const identity = readIdentity(connection)
      return toSource(file, connection, () => reconnect(file, open, identity))
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw toFault(error, 'ERR_INBOX_UNAVAILABLE', 'be opened')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20)
    }
  }
}

function toSource(file: string, connection: SqliteConnection, reopen: () => SqliteConnection): ConnectionSource {
  let place = placeOf(file)
  return {
    connection,
    reconnect() {
      const reopened = reopen()
      place = placeOf(file)
      return reopened
    },
    isInPlace: () => (placeOf(file) ?? place) === place,
  }
}

/** Which file the path leads to at the moment: empty when to none, undefined when the disk does not say, which SQLite finds out by itself. */
function placeOf(file: string): string | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false })
    return stats ? `${stats.dev}:${stats.ino}` : ''
  } catch {
    return undefined
  }
}

function connect(file: string, open: OpenConnection): SqliteConnection {
  const connection = open(file)
  try {
    makeDurable(connection, file)
    migrate(connection, file)
    return connection
  } catch (error) {
    // A connection that has met SQLITE_BUSY outside a transaction is not to be trusted again.
    connection.close()
    throw error
  }
}

/**
 * After a fault of the disk. Never makes a file: where a volume is not mounted at the moment, a new one would take pushes which
 * vanish from sight when the volume is back.
 */
function reconnect(file: string, open: OpenConnection, identity: string): SqliteConnection {
  if (!existsSync(file)) throw cannotOpen(`${file} is not there`)
  let connection: SqliteConnection | undefined
  try {
    connection = connect(file, open)
    if (readIdentity(connection) !== identity) throw cannotOpen(`${file} is not the file that was opened at start`)
    return connection
  } catch (error) {
    connection?.close()
    throw isWehookError(error) ? cannotOpen(error.message) : error
  }
}

function cannotOpen(message: string): Error {
  return Object.assign(new Error(message), { code: 'SQLITE_CANTOPEN' })
}

/** The file holds personal data and tokens, so it is its owner's only; SQLite gives `-wal` and `-shm` the same mode. */
function prepareFile(file: string): void {
  if (memoryNames.includes(file) || file.startsWith('file:')) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `sqliteStorage needs the path of a file, not ${JSON.stringify(file)}`,
      {
        hint: 'give a path on a local disk, such as data/wehook.db; for tests without a file there is createMemoryInbox()',
      },
    )
  }
  try {
    mkdirSync(dirname(file), { recursive: true })
    closeSync(openSync(file, 'a', 0o600))
  } catch (cause) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `the file of sqliteStorage cannot be opened for writing: ${codeOf(cause)}`,
      {
        hint: 'check that the directory exists on a writable disk and belongs to the user that runs the server',
        cause,
      },
    )
  }
  const network = networkFileSystems.get(statfsSync(file).type)
  if (network) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `the file of sqliteStorage lies on a network file system (${network})`,
      {
        hint: 'put it on a local disk; for several machines use @wehook/redis',
      },
    )
  }
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code ?? 'unknown error')
}

/** Settings that SQLite may silently not take are read back: without them `success` would not mean safe (DESIGN §2.2). */
function makeDurable(connection: SqliteConnection, file: string): void {
  connection.exec('PRAGMA busy_timeout = 0')
  const journal = readPragma(connection, 'journal_mode = WAL')
  connection.exec('PRAGMA synchronous = FULL')
  // macOS: fsync alone leaves data in the drive's cache. No effect elsewhere.
  connection.exec('PRAGMA fullfsync = ON')
  // Dropped text is overwritten, not merely unlinked: it is personal data.
  connection.exec('PRAGMA secure_delete = ON')
  connection.exec('PRAGMA journal_size_limit = 67108864')
  connection.exec('PRAGMA cache_size = -16384')
  const synchronous = readPragma(connection, 'synchronous')
  const busyTimeout = readPragma(connection, 'busy_timeout')
  if (journal !== 'wal' || synchronous !== 2 || busyTimeout !== 0) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `${file} cannot be made durable: journal_mode ${journal} (expected wal), synchronous ${synchronous} (expected 2), busy_timeout ${busyTimeout} (expected 0)`,
      { hint: 'put the file on a local disk, and let `open` return a plain connection that is not read-only' },
    )
  }
}

function readPragma(connection: SqliteConnection, pragma: string): unknown {
  const row = connection.prepare(`PRAGMA ${pragma}`).get()
  return Object.values(row as Record<string, unknown>)[0]
}
