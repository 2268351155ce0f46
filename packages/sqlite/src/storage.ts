import { type Inbox, type SealKey, type TokenStore, WehookError } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'
import { createTextCodec, type DurationOptions, toDurations } from '@wehook/storage'
import { type OpenConnection, openFile, openLibsql } from './connection.js'
import type { StorageContext } from './context.js'
import { createDatabase } from './database.js'
import { createInbox } from './inbox.js'
import { startSweeping } from './retention.js'
import { createTokens } from './tokens.js'

export interface SqliteStorageOptions extends DurationOptions {
  /** Path on a local disk; the directory and the file are made when missing, the file for its owner only. Two more lie beside it, `-wal` and `-shm`. */
  readonly file: string
  /** Opens the connection, with better-sqlite3's API: `(file) => new BetterSqlite3(file)`. Default: libsql, which comes with this package. */
  readonly open?: OpenConnection
  /** 32 bytes as 64 hex digits or base64: seals texts and tokens at rest (AES-256-GCM). To rotate: the new key first, then the old ones. */
  readonly sealKey?: SealKey
  /** Unix ms; for tests. */
  readonly now?: () => number
}

export interface SqliteStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  /** Gives back what is still being delivered, finishes writes under way, closes the file. Close the receiver first: it lets handlers end. Idempotent. */
  close(): Promise<void>
}

/**
 * Durable storage in one SQLite file: the inbox of a receiver and the tokens of a client, for one process or several of one machine.
 *
 * @throws ERR_OPTIONS_INVALID when the file cannot be made durable, is another application's or a newer release's;
 * ERR_INBOX_UNAVAILABLE when SQLite cannot open it.
 * @example
 * const storage = sqliteStorage({ file: 'data/wehook.db' })
 * const receiver = createReceiver({ ...platform, inbox: storage.inbox })
 */
export function sqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const { file, open = openLibsql, sealKey, now = Date.now } = options
  const { leaseMs, keepTextMs, keepIdMs } = toDurations(options)
  if (typeof file !== 'string') throw invalid('file', 'the path of a file')
  const codec = createTextCodec(createSealer(sealKey))
  const database = createDatabase(openFile(file, open))
  const context: StorageContext = {
    database,
    codec,
    now,
    leaseMs,
    retention: { textMs: keepTextMs, idMs: keepIdMs },
    consumers: new Set(),
  }
  const stopSweeping = startSweeping(context)
  return {
    inbox: createInbox(context),
    tokens: createTokens(context),
    async close() {
      stopSweeping()
      await Promise.all([...context.consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
      await database.close()
    },
  }
}

function invalid(name: string, expected: string): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', `sqliteStorage needs \`${name}\` to be ${expected}`, {
    hint: `change \`${name}\`, or leave it out where it has a default`,
  })
}
