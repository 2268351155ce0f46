import { WehookError } from '@wehook/core'
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
import type { PostgresTransaction } from './guard.js'
import type { PostgresPool } from './pool.js'
import { createPort } from './port.js'
import { texts } from './texts.js'

export interface PostgresStorageOptions extends SqlStorageOptions {
  /** The pool of your app, made by `new Pool()` of `pg`, with at least 3 connections. */
  readonly pool: PostgresPool
  /** The schema that the tables are in. Default `public`. */
  readonly schema?: string
}

export type PostgresStorage = SqlStorage<PostgresTransaction>

const defaultPrefix = 'wehook_'
const defaultSchema = 'public'
/** PostgreSQL silently cuts names after 63 characters. */
const schemaPattern = /^[a-z_][a-z0-9_]{0,62}$/

/**
 * Durable storage in the host's own PostgreSQL: the inbox of a receiver and the tokens of a client, over the host's pool.
 * Connects at the first use.
 *
 * @throws ERR_OPTIONS_INVALID for a bad option. Each use rejects while the database cannot be reached, is not durable or lacks the schema.
 * @example
 * const storage = postgresStorage({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) })
 * const receiver = createReceiver({ ...platform, inbox: storage.inbox })
 */
export function postgresStorage(options: PostgresStorageOptions): PostgresStorage {
  checkOptionNames('postgresStorage', options, { ...sqlOptionNames, pool: true, schema: true })
  const dialect = createDialect(
    checkSchema(options.schema ?? defaultSchema),
    checkPrefix(options.prefix ?? defaultPrefix),
  )
  return createSqlStorage(createPort(options.pool), dialect, options)
}

/** The SQL that creates the tables, for a DBA to run where the app's user may not (`migrate: false`). */
export function postgresSchema(names: { readonly prefix?: string; readonly schema?: string } = {}): string {
  const { prefix = defaultPrefix, schema = defaultSchema } = names
  return printSchema(createDialect(checkSchema(schema), checkPrefix(prefix)))
}

function checkSchema(schema: string): string {
  if (schemaPattern.test(schema)) return schema
  throw new WehookError('ERR_OPTIONS_INVALID', texts.schema.message, { hint: texts.schema.hint })
}
