import type { Bilingual } from '@wehook/core'
import type { Fault, SqlSession } from './port.js'
import type { Tables } from './tables.js'

/** What differs between MySQL and PostgreSQL. All other statements are common to both. */
export interface Dialect {
  readonly name: 'mysql' | 'postgres'
  readonly tables: Tables
  /** SQL for the Unix ms of the database's clock: one value within a statement, and usable with an index. */
  readonly now: string
  /** SQL after a SELECT that keeps other transactions from changing the rows until this one ends. */
  readonly lockShared: string
  /** SQL after a SELECT that locks its rows and skips those that another process has locked. */
  readonly skipLocked: string
  put(session: SqlSession, group: readonly PutRow[]): Promise<readonly PutAnswer[]>
  claim(session: SqlSession, request: ClaimRequest): Promise<readonly ClaimRow[]>
  /** The lock's fence when `owner` holds it now. */
  takeLock(session: SqlSession, lock: LockRow): Promise<number | undefined>
  /** Runs in a transaction. False when the stored record is newer. */
  /** Inserts a mark that is not done, or locks the one that exists. */
  readonly insertMark: string
  /** Statement that bounds how long the transaction waits for a lock. */
  lockTimeout?(ms: number): string
  /** The driver's connection as a handler may use it, while `isOpen`. */
  guard(client: unknown, isOpen: () => boolean): unknown
  upsertToken(session: SqlSession, row: TokenWriteRow): Promise<boolean>
  readonly schema: SchemaDialect
  faultOf(error: unknown): Fault
  /** What happened, in a few words that hold no data, and what to change. */
  describe(error: unknown): { readonly name: string; readonly hint: Bilingual }
}

export interface SchemaDialect {
  /** Statements that create what is missing, in order. A later release appends steps and never changes one. */
  readonly steps: readonly MigrationStep[]
  hasTable(session: SqlSession, table: string): Promise<boolean>
  /** Runs `work` while no other process migrates this database. */
  exclusively<T>(session: SqlSession, work: () => Promise<T>): Promise<T>
  /** Throws when the database would lose committed data. Returns warnings that are not serious enough to refuse startup. */
  checkDurability(session: SqlSession): Promise<readonly Bilingual[]>
}

export interface MigrationStep {
  /** Quoted name of the table that the step creates. */
  readonly table: string
  readonly statements: readonly string[]
}

export interface PutRow {
  readonly key: Uint8Array
  readonly id: Uint8Array | null
  /** A new value for each put: it identifies the put that a stored row comes from. */
  readonly nonce: Uint8Array
  readonly channel: number
  readonly componentAppId: Uint8Array
  readonly infoType: Uint8Array
  readonly appid: Uint8Array | null
  readonly traceparent: Uint8Array | null
  readonly receivedAt: number
  readonly xml: Uint8Array
}

export type PutAnswer = 'stored' | 'duplicate'

export interface ClaimRequest {
  readonly limit: number
  readonly channel: number
  readonly owner: Uint8Array
  readonly leaseMs: number
  /** Rows that this consumer holds already: they are not taken again. */
  readonly held: readonly number[]
  /**
   * InfoTypes without a handler in this process. Entries of these that were passed on already are left to other processes, until
   * they have waited for `unhandledAfterMs`.
   */
  readonly foreign: readonly Uint8Array[]
  readonly unhandledAfterMs: number
}

/** A claimed entry, which is this consumer's as long as it has this owner and fence. */
export interface ClaimRow {
  readonly seq: number
  readonly fence: number
  readonly owner: Uint8Array
  /** Unix ms of the database at the claim. */
  readonly at: number
  readonly key: Uint8Array
  readonly id: Uint8Array | null
  readonly componentAppId: Uint8Array
  readonly infoType: Uint8Array
  readonly appid: Uint8Array | null
  readonly traceparent: Uint8Array | null
  readonly channel: number
  readonly receivedAt: number
  /** This one included. */
  readonly attempts: number
  /** Another consumer held it and has not written the result of its attempt. */
  readonly wasClaimed: boolean
  readonly lastError: Uint8Array | null
  readonly failures: Uint8Array | null
  readonly passedAt: number | null
  readonly xml: Uint8Array | null
}

export interface LockRow {
  readonly key: Uint8Array
  readonly name: Uint8Array
  readonly owner: Uint8Array
  readonly leaseMs: number
}

export interface TokenWriteRow {
  readonly key: Uint8Array
  readonly name: Uint8Array
  /** Null for a removal, which is remembered for `keptMs`. */
  readonly value: Uint8Array | null
  readonly asOf: number
  readonly forgetAt: number | null
  readonly keptMs: number
}
