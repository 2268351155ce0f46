import { checkOptionNames } from '@wehook/core/storage'
import {
  checkPrefix,
  createSqlStorage,
  printSchema,
  type SqlStorage,
  type SqlStorageOptions,
  sqlOptionNames,
} from '@wehook/storage/sql'
import { createDialect } from './dialect.js'
import type { MysqlTransaction } from './guard.js'
import type { MysqlPool } from './pool.js'
import { createPort } from './port.js'

export interface MysqlStorageOptions extends SqlStorageOptions {
  /** The pool of your app, made by `createPool` of `mysql2` or `mysql2/promise`, with at least 3 connections. */
  readonly pool: MysqlPool
}

export type MysqlStorage = SqlStorage<MysqlTransaction>

const defaultPrefix = 'wehook_'

/**
 * Durable storage in the host's own MySQL or MariaDB: the inbox of a receiver and the tokens of a client, over the host's
 * pool. Connects at the first use.
 *
 * @throws ERR_OPTIONS_INVALID for a bad option. Each use rejects while the database cannot be reached, is not durable or lacks the schema.
 * @example
 * const storage = mysqlStorage({ pool: mysql.createPool(process.env.DATABASE_URL) })
 * const receiver = createReceiver({ ...platform, inbox: storage.inbox })
 */
export function mysqlStorage(options: MysqlStorageOptions): MysqlStorage {
  checkOptionNames('mysqlStorage', options, { ...sqlOptionNames, pool: true })
  const dialect = createDialect(checkPrefix(options.prefix ?? defaultPrefix))
  return createSqlStorage(createPort(options.pool), dialect, options)
}

/** The SQL that creates the tables, for a DBA to run where the app's user may not (`migrate: false`). */
export function mysqlSchema({ prefix = defaultPrefix }: { readonly prefix?: string } = {}): string {
  return printSchema(createDialect(checkPrefix(prefix)))
}
