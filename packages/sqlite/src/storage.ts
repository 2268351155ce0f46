import { type Inbox, type SealKey, type TokenStore, WehookError } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'
import { type OpenConnection, openFile, openLibsql } from './connection.js'
import type { StorageContext } from './context.js'
import { createDatabase } from './database.js'
import { createInbox } from './inbox.js'
import { startSweeping } from './retention.js'
import { createTextCodec } from './text.js'
import { createTokens } from './tokens.js'

const day = 24 * 3_600_000

export interface SqliteStorageOptions {
  /** Path on a local disk; the directory and the file are made when missing, the file for its owner only. Two more lie beside it, `-wal` and `-shm`. */
  readonly file: string
  /** Opens the connection, with better-sqlite3's API: `(file) => new BetterSqlite3(file)`. Default: libsql, which comes with this package. */
  readonly open?: OpenConnection
  /** 32 bytes as 64 hex digits or base64: seals texts and tokens at rest (AES-256-GCM). To rotate: the new key first, then the old ones. */
  readonly sealKey?: SealKey
  /** Ms without a sign of life after which a process's entries and locks go to others. Default 30,000; renewed at a third of it. */
  readonly leaseMs?: number
  /** Ms that the text of a handled entry is kept. Default 7 days. */
  readonly keepTextMs?: number
  /** Ms that the id of a handled entry is kept, to know a repeated push by. Default 30 days, at least `keepTextMs`. */
  readonly keepIdMs?: number
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
  const leaseMs = atLeast('leaseMs', options.leaseMs ?? 30_000, 100)
  const textMs = atLeast('keepTextMs', options.keepTextMs ?? 7 * day, 0)
  const idMs = atLeast('keepIdMs', options.keepIdMs ?? Math.max(30 * day, textMs), textMs)
  if (typeof file !== 'string') throw invalid('file', 'the path of a file')
  const codec = createTextCodec(createSealer(sealKey))
  const database = createDatabase(openFile(file, open))
  const context: StorageContext = {
    database,
    codec,
    now,
    leaseMs,
    retention: { textMs, idMs },
    wakers: new Set(),
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

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return Math.round(value)
  throw invalid(name, `a number of milliseconds, at least ${least}`)
}

function invalid(name: string, expected: string): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', `sqliteStorage needs \`${name}\` to be ${expected}`, {
    hint: `change \`${name}\`, or leave it out where it has a default`,
  })
}
