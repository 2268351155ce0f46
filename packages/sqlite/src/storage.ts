import { type Inbox, type Language, type SealKey, type TokenStore, WehookError } from '@wehook/core'
import { checkOptionNames, createKeyDigest, createSealer, type TaskStore } from '@wehook/core/storage'
import { createTextCodec, type DurationOptions, durationNames, startSweeping, toDurations } from '@wehook/storage'
import { createBackup } from './backup.js'
import type { OpenConnection } from './connection.js'
import type { StorageContext } from './context.js'
import { createDatabase } from './database.js'
import { createInbox } from './inbox.js'
import { openLibsql } from './libsql.js'
import { openFile } from './open-file.js'
import { sweep } from './retention.js'
import { createTaskStore } from './tasks.js'
import { texts } from './texts.js'
import { createTokens } from './tokens.js'

export interface SqliteStorageOptions extends DurationOptions {
  /** Path on a local disk. Directory and file are created when missing, the file with permissions for its owner only. SQLite keeps two more files next to it, `-wal` and `-shm`. */
  readonly file: string
  /** Opens the connection, with better-sqlite3's API: `(file) => new BetterSqlite3(file)`. Default: libsql, which comes with this package. */
  readonly open?: OpenConnection
  /** 32 bytes as 64 hex digits or base64: encrypts texts and tokens at rest (AES-256-GCM). To rotate: the new key first, then the old ones. */
  readonly sealKey?: SealKey
  /** Language of warnings. Default `en`. */
  readonly language?: Language
  /** Called with warnings that are not serious enough to refuse startup. Default `console.warn`. */
  readonly warn?: (message: string) => void
  /** Unix ms; for tests. */
  readonly now?: () => number
}

export interface SqliteStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  /** For `@wehook/tasks`. */
  readonly tasks: TaskStore
  /**
   * Writes a complete copy of the file to `path`, with permissions for its owner only; replaces an existing file. Pushes are stored meanwhile.
   * A plain copy of the file lacks the data in `-wal`. Rejects with ERR_OPTIONS_INVALID when `path` is the storage's own file, with
   * ERR_INBOX_UNAVAILABLE when the disk fails.
   */
  backup(path: string): Promise<void>
  /** Releases events that are still being delivered, finishes running writes, closes the file. Close the receiver first: it waits for handlers. Idempotent. */
  close(): Promise<void>
}

const names = {
  file: true,
  open: true,
  sealKey: true,
  language: true,
  warn: true,
  now: true,
  ...durationNames,
} as const

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
  checkOptionNames('sqliteStorage', options, names)
  const { file, open = openLibsql, sealKey, now = Date.now, language = 'en' } = options
  const { warn = (message: string) => console.warn(message) } = options
  const { leaseMs, keepTextMs, keepIdMs } = toDurations(options)
  if (typeof file !== 'string') {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.option.message('file', texts.option.path), {
      hint: texts.option.hint('file'),
    })
  }
  const codec = createTextCodec(createSealer(sealKey))
  const source = openFile(file, open, (warning) => warn(`wehook: ${warning[language]}`))
  const database = createDatabase(source)
  const context: StorageContext = {
    database,
    codec,
    now,
    leaseMs,
    retention: { textMs: keepTextMs, idMs: keepIdMs },
    consumers: new Set(),
  }
  const stopSweeping = startSweeping(() => sweep(context))
  return {
    inbox: createInbox(context),
    tokens: createTokens(context),
    tasks: createTaskStore(context, createKeyDigest(sealKey)),
    backup: createBackup(file, options.open),
    async close() {
      stopSweeping()
      await Promise.all([...context.consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
      await database.close()
    },
  }
}
