import { createHash } from 'node:crypto'
import { type SchemaDialect, type SqlSession, type Tables, transact } from '@wehook/storage/sql'
import { checkDurability } from './durability.js'
import { migrationSteps } from './tables.js'

export function createSchema(tables: Tables, schema: string, prefix: string): SchemaDialect {
  const steps = migrationSteps(tables, prefix)
  return {
    steps: schema === 'public' ? steps : withSchema(steps, schema),
    async hasTable(session, table) {
      // Safe to write into the statement: the name consists of a checked schema, a checked prefix and a fixed text.
      const { rows } = await session.run(`SELECT (to_regclass('${table}') IS NOT NULL)::int AS n`)
      return rows[0]?.['n'] === 1
    },
    exclusively: (session, work) => exclusively(session, `${schema}.${prefix}`, work),
    checkDurability: (session) => checkDurability(session, tables),
  }
}

function withSchema(steps: SchemaDialect['steps'], schema: string): SchemaDialect['steps'] {
  const [first, ...rest] = steps
  if (!first) return steps
  return [{ ...first, statements: [`CREATE SCHEMA IF NOT EXISTS "${schema}"`, ...first.statements] }, ...rest]
}

/** Everything runs in one transaction: all of it is created or nothing. The lock ends with the transaction, so no connection behind a pooler keeps it. */
function exclusively<T>(session: SqlSession, name: string, work: () => Promise<T>): Promise<T> {
  const lock = createHash('sha256').update(`wehook migrate ${name}`).digest().readIntBE(0, 6)
  return transact(session, async () => {
    await session.run(`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(${lock})) AS lock`)
    return work()
  })
}
