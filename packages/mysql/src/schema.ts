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
      // Safe to write into the statement: the name consists of a checked prefix and a fixed text.
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

/** DDL commits the open transaction, so a transaction cannot protect the migration; a named lock of the server does, held on one connection. */
async function exclusively<T>(session: SqlSession, prefix: string, work: () => Promise<T>): Promise<T> {
  // These locks are shared by all databases of the server, so the name includes the database; names have at most 64 characters.
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
