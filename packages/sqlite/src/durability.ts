import { WehookError } from '@wehook/core'
import type { SqliteConnection } from './connection.js'
import { texts } from './texts.js'

/** Reads back the settings that SQLite may silently ignore: without them a crash could lose a push that was answered with `success`. */
export function makeDurable(connection: SqliteConnection, file: string): void {
  connection.exec('PRAGMA busy_timeout = 0')
  const journal = readPragma(connection, 'journal_mode = WAL')
  connection.exec('PRAGMA synchronous = FULL')
  // macOS: fsync alone leaves data in the drive's cache. No effect elsewhere.
  connection.exec('PRAGMA fullfsync = ON')
  // Dropped text is overwritten with zeros and not only marked as free, because it is personal data.
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
