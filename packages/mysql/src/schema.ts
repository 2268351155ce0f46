import { createHash } from 'node:crypto'
import { type Bilingual, WehookError } from '@wehook/core'
import type { SchemaDialect, SqlSession, Tables } from '@wehook/storage/sql'
import { checkDurability } from './durability.js'
import { migrationSteps } from './tables.js'
import { texts } from './texts.js'

const lockWithinS = 30

export function createSchema(tables: Tables, prefix: string): SchemaDialect {
  return {
    steps: migrationSteps(tables),
    async hasTable(session, table) {
      // The name is one of ours, made of a checked prefix.
      const { rows } = await session.run(
        `SELECT COUNT(*) AS n, DATABASE() IS NULL AS nowhere FROM information_schema.tables
         WHERE table_schema = DATABASE() AND table_name = '${table.slice(1, -1)}'`,
      )
      if (rows[0]?.['nowhere']) throw noDatabase()
      return Number(rows[0]?.['n']) > 0
    },
    exclusively: (session, work) => exclusively(session, prefix, work),
    checkDurability: (session): Promise<readonly Bilingual[]> => checkDurability(session, tables),
  }
}

/** DDL commits whatever is open, so a lock of the server is held on one connection around all of it. */
async function exclusively<T>(session: SqlSession, prefix: string, work: () => Promise<T>): Promise<T> {
  // Such locks are the server's, not the database's, and their names have 64 characters at most.
  const name = `CONCAT('wehook_', LEFT(SHA2(CONCAT(DATABASE(), '/${createHash('sha256').update(prefix).digest('hex')}'), 256), 40))`
  const { rows } = await session.run(`SELECT GET_LOCK(${name}, ${lockWithinS}) AS got`)
  if (!rows[0]?.['got']) throw new Error('another process migrates the schema for more than 30 s')
  try {
    return await work()
  } finally {
    await session.run(`SELECT RELEASE_LOCK(${name}) AS released`)
  }
}

function noDatabase(): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', texts.noDatabase.message, { hint: texts.noDatabase.hint })
}
