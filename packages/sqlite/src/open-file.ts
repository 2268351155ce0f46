import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Bilingual, isWehookError } from '@wehook/core'
import type { ConnectionSource, OpenConnection, SqliteConnection } from './connection.js'
import { makeDurable } from './durability.js'
import { isBusy, toFault } from './fault.js'
import { prepareFile, suffixes } from './file.js'
import { migrate, readIdentity } from './schema.js'
import { texts } from './texts.js'

const openTimeoutMs = 5_000

/**
 * Opens the file at `path`, makes it durable and updates its schema. When the file is busy at startup (several processes start
 * together), waits at most 5 s.
 */
export function openFile(
  path: string,
  open: OpenConnection,
  warn: (warning: Bilingual) => void = () => {},
): ConnectionSource {
  for (const warning of prepareFile(path)) warn(warning)
  // An absolute path, because the host may change its working directory later.
  const file = resolve(path)
  const deadline = performance.now() + openTimeoutMs
  for (;;) {
    try {
      const connection = connect(file, open)
      const identity = readIdentity(connection)
      return toSource(file, connection, () => reconnect(file, open, identity))
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline)
        throw toFault(error, 'ERR_INBOX_UNAVAILABLE', texts.actions.open)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20)
    }
  }
}

function toSource(file: string, connection: SqliteConnection, reopen: () => SqliteConnection): ConnectionSource {
  let places = placesOf(file)
  return {
    connection,
    reconnect() {
      const reopened = reopen()
      places = placesOf(file)
      return reopened
    },
    isInPlace: () => placesOf(file).every((place, n) => (place ?? places[n]) === places[n]),
  }
}

/** Identifies the files at the three paths now: '' if a file does not exist, undefined if the disk fails (SQLite reports that). */
function placesOf(file: string): readonly (string | undefined)[] {
  return suffixes.map((suffix) => {
    try {
      const stats = statSync(file + suffix, { throwIfNoEntry: false })
      return stats ? `${stats.dev}:${stats.ino}` : ''
    } catch {
      return undefined
    }
  })
}

function connect(file: string, open: OpenConnection): SqliteConnection {
  const connection = open(file)
  try {
    makeDurable(connection, file)
    migrate(connection, file)
    return connection
  } catch (error) {
    // After SQLITE_BUSY outside a transaction the state of a connection is uncertain, so it is not used again.
    connection.close()
    throw error
  }
}

/**
 * Used after a failure of the disk. Never creates a file: while a volume is not mounted, a new file would receive pushes that are lost from view
 * when the volume is mounted again.
 */
function reconnect(file: string, open: OpenConnection, identity: string): SqliteConnection {
  if (!existsSync(file)) throw cannotOpen(`${file} is not there`)
  tryToWrite(file, open)
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

/**
 * Tests whether the disk works again, by a write that changes nothing. Uses only `exec`, because libsql keeps a closed file open as long
 * as a prepared statement has not been garbage-collected, and no file descriptor should stay open while the disk fails.
 */
function tryToWrite(file: string, open: OpenConnection): void {
  const connection = open(file)
  try {
    connection.exec('PRAGMA busy_timeout = 0')
    connection.exec('PRAGMA synchronous = FULL')
    connection.exec('BEGIN IMMEDIATE; UPDATE identity SET id = id; COMMIT')
  } finally {
    connection.close()
  }
}

function cannotOpen(message: string): Error {
  return Object.assign(new Error(message), { code: 'SQLITE_CANTOPEN' })
}
