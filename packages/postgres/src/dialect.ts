import { type Dialect, nameTables } from '@wehook/storage/sql'
import { claimEntries } from './claim.js'
import { describe, faultOf } from './faults.js'
import { guard } from './guard.js'
import { createLockTaker } from './lock.js'
import { putEntries } from './put.js'
import { createSchema } from './schema.js'
import { createTokenWriter } from './token.js'

/** Unix ms by the database's clock. now() would give the start of the transaction. In a subselect, the planner treats the value as a constant and can use an index. */
const now = '(SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint)'

export function createDialect(schema: string, prefix: string): Dialect {
  // The host sets the search path, so every name includes its schema.
  const tables = nameTables(prefix, (name) => `"${schema}"."${name}"`)
  return {
    name: 'postgres',
    tables,
    now,
    lockShared: 'FOR SHARE',
    skipLocked: 'FOR UPDATE SKIP LOCKED',
    put: putEntries(tables, now),
    claim: claimEntries(tables, now),
    takeLock: createLockTaker(tables, now),
    insertMark: `INSERT INTO ${tables.marks} (k, handler, done) VALUES (?, ?, 0) ON CONFLICT (k, handler) DO NOTHING`,
    lockTimeout: (ms) => `SET LOCAL lock_timeout = ${ms}`,
    guard,
    upsertToken: createTokenWriter(tables, now),
    schema: createSchema(tables, schema, prefix),
    faultOf,
    describe,
  }
}
