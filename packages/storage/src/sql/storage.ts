import { randomBytes } from 'node:crypto'
import type { Language, SealKey, TaskStore, TokenStore } from '@wehook/core'
import { createKeyDigest, createSealer } from '@wehook/core/storage'
import type { WakeableConsumer } from '../consumer.js'
import { type DurationOptions, durationNames, toDurations } from '../durations.js'
import { startSweeping } from '../sweeping.js'
import { createTextCodec } from '../text-codec.js'
import type { SqlContext } from './context.js'
import type { Dialect } from './dialect.js'
import { createInTransaction, type InTransaction } from './in-transaction.js'
import { createInbox, type SqlInbox } from './inbox.js'
import { createLane } from './lane.js'
import type { SqlPort } from './port.js'
import { createReady } from './ready.js'
import { sweep } from './retention.js'
import { createTaskStore } from './tasks.js'
import { createTokens } from './tokens.js'

/** Options that both SQL storages have. */
export interface SqlStorageOptions extends DurationOptions {
  /** The beginning of the names of all tables. Default `wehook_`. */
  readonly prefix?: string
  /** 32 bytes as 64 hex digits or base64: encrypts texts and tokens at rest (AES-256-GCM). To rotate: the new key first, then the old ones. */
  readonly sealKey?: SealKey
  /** Creates missing tables at the first use. Default true. When false, a DBA runs the SQL that `npx wehook migrate --print` prints. */
  readonly migrate?: boolean
  /** Accepts a database that loses commits in a crash. Default false: with such a database, pushes are refused. */
  readonly allowVolatile?: boolean
  /** Time limit in ms for a handler of `inTransaction`. Default 60,000, as `handlerTimeoutMs` of createReceiver: set both to the same value. */
  readonly handlerTimeoutMs?: number
  /** Language of warnings. Default `en`. */
  readonly language?: Language
  /** Called with durability warnings that are not serious enough to refuse startup. Default `console.warn`. */
  readonly warn?: (message: string) => void
}

/** The names of {@link SqlStorageOptions}, so that a typo is refused. */
export const sqlOptionNames = {
  ...{
    prefix: true,
    sealKey: true,
    migrate: true,
    allowVolatile: true,
    handlerTimeoutMs: true,
    language: true,
    warn: true,
  },
  ...durationNames,
} as const

export interface SqlStorage<Tx = unknown> {
  /**
   * Wraps a handler so that what it writes through `tx` is committed exactly once, however often the event is delivered. Each handler needs
   * a name of its own that never changes.
   *
   * @example
   * receiver.on('authorized', storage.inTransaction('open-shop', async (event, tx) => {
   *   await tx.query('…')
   * }))
   */
  readonly inTransaction: InTransaction<Tx>
  readonly inbox: SqlInbox
  readonly tokens: TokenStore
  /** For `@wehook/tasks`. */
  readonly tasks: TaskStore
  /** Creates the tables and checks the database now, not at the first use. Rejects with an error that says what must be changed. */
  ready(): Promise<void>
  /** Drops texts and rows whose retention time has passed. The storage also does this automatically once an hour. */
  sweep(): Promise<void>
  /** Releases events that are still being delivered. The pool stays open, because it belongs to the host. Close the receiver first. Idempotent. */
  close(): Promise<void>
}

/** @throws ERR_OPTIONS_INVALID */
export function createSqlStorage<Tx>(port: SqlPort, dialect: Dialect, options: SqlStorageOptions): SqlStorage<Tx> {
  const { handlerTimeoutMs = 60_000 } = options
  const { leaseMs, keepTextMs, keepIdMs } = toDurations(options)
  const { language = 'en', warn = (message: string) => console.warn(message) } = options
  const consumers = new Set<WakeableConsumer>()
  const context: SqlContext = {
    port,
    dialect,
    codec: createTextCodec(createSealer(options.sealKey)),
    leaseMs,
    retention: { textMs: keepTextMs, idMs: keepIdMs },
    owner: randomBytes(16),
    consumers,
    wake() {
      for (const consumer of consumers) consumer.wake()
    },
    warn: (text) => warn(text[language]),
    puts: createLane(port, dialect.faultOf),
    work: createLane(port, dialect.faultOf),
    other: createLane(port, dialect.faultOf),
    ready: createReady(port, dialect, {
      migrate: options.migrate ?? true,
      allowVolatile: options.allowVolatile ?? false,
      warn: (text) => warn(text[language]),
    }),
  }
  const stopSweeping = startSweeping(() => sweep(context))
  return {
    inTransaction: createInTransaction<Tx>(context, handlerTimeoutMs),
    inbox: createInbox(context),
    tokens: createTokens(context),
    tasks: createTaskStore(context, createKeyDigest(options.sealKey)),
    ready: context.ready,
    sweep: () => sweep(context),
    async close() {
      stopSweeping()
      await Promise.all([...consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
    },
  }
}
