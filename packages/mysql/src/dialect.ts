import type { Dialect } from '@wehook/storage/sql'
import { nameTables } from '@wehook/storage/sql'
import { claimEntries } from './claim.js'
import { describe, faultOf } from './faults.js'
import { guard } from './guard.js'
import { createLockTaker } from './lock.js'
import { putEntries } from './put.js'
import { createSchema } from './schema.js'
import { createTokenWriter } from './token.js'

/**
 * Unix ms by the database's clock. UTC_TIMESTAMP does not depend on a time zone and has one value within a statement, without which an index
 * cannot be used; SYSDATE does not.
 */
export const now = "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)"

/** Backticks work with and without ANSI_QUOTES. */
const quote = (name: string): string => `\`${name}\``

/** Statements for MySQL 5.7 and later and MariaDB 10.3 and later. */
export function createDialect(prefix: string): Dialect {
  const tables = nameTables(prefix, quote)
  return {
    name: 'mysql',
    tables,
    now,
    lockShared: 'LOCK IN SHARE MODE',
    // MySQL 5.7 and old MariaDB have no SKIP LOCKED. Instead, the version of a row decides which process gets it.
    skipLocked: '',
    put: putEntries(tables, now),
    claim: claimEntries(tables, now),
    takeLock: createLockTaker(tables, now),
    insertMark: `INSERT INTO ${tables.marks} (k, handler, done) VALUES (?, ?, 0) ON DUPLICATE KEY UPDATE done = done`,
    guard,
    upsertToken: createTokenWriter(tables, now),
    schema: createSchema(tables, prefix),
    faultOf,
    describe,
  }
}
