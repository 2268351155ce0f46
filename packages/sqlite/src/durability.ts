import { WehookError } from '@wehook/core'
import type { SqliteConnection } from './connection.js'
import { texts } from './texts.js'

/** Settings that SQLite may silently not take are read back: without them `success` would not mean that a push is safe. */
export function makeDurable(connection: SqliteConnection, file: string): void {
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
  if (journal === 'wal' && synchronous === 2 && busyTimeout === 0) return
  const settings = `journal_mode ${journal} (expected wal), synchronous ${synchronous} (expected 2), busy_timeout ${busyTimeout} (expected 0)`
  throw new WehookError('ERR_OPTIONS_INVALID', texts.notDurable.message(file, settings), {
    hint: texts.notDurable.hint,
  })
}

function readPragma(connection: SqliteConnection, pragma: string): unknown {
  const row = connection.prepare(`PRAGMA ${pragma}`).get()
  return Object.values(row as Record<string, unknown>)[0]
}
