import { WehookError } from '@wehook/core'
import type { Dialect } from './dialect.js'
import { productNames } from './faults.js'
import type { SqlSession } from './port.js'
import { texts } from './texts.js'

/**
 * Brings the schema to this release's version. Checks first and creates only what is missing, so that a database user without the right to
 * create tables can use a schema that a DBA has created.
 */
export async function migrate(dialect: Dialect, session: SqlSession, isAllowed: boolean): Promise<void> {
  if (await isUpToDate(dialect, session)) return
  if (!isAllowed) throw missingSchema(dialect, 'notAllowed')
  try {
    await dialect.schema.exclusively(session, async () => {
      if (await isUpToDate(dialect, session)) return
      for (const step of dialect.schema.steps) {
        if (await dialect.schema.hasTable(session, step.table)) continue
        for (const statement of step.statements) await session.run(statement)
      }
      await writeVersion(dialect, session)
    })
  } catch (error) {
    if (dialect.faultOf(error) !== 'denied') throw error
    throw missingSchema(dialect, 'denied', error)
  }
}

/** @throws ERR_OPTIONS_INVALID when a newer release has created the schema. */
async function isUpToDate(dialect: Dialect, session: SqlSession): Promise<boolean> {
  const { schema, tables } = dialect
  const known = schema.steps.length
  if (!(await schema.hasTable(session, tables.schema))) return false
  const { rows } = await session.run(`SELECT version FROM ${tables.schema}`)
  const version = Number(rows[0]?.['version'] ?? 0)
  if (version > known) {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.newerSchema.message(version, known), {
      hint: texts.newerSchema.hint,
    })
  }
  return version === known
}

async function writeVersion({ tables, schema }: Dialect, session: SqlSession): Promise<void> {
  await session.run(`DELETE FROM ${tables.schema}`)
  await session.run(`INSERT INTO ${tables.schema} (version) VALUES (?)`, [schema.steps.length])
}

/** All statements, for a DBA to run. They can be run again where some of the tables exist. */
export function printSchema({ tables, schema }: Dialect): string {
  const statements = [
    ...schema.steps.flatMap((step) => step.statements),
    `DELETE FROM ${tables.schema}`,
    `INSERT INTO ${tables.schema} (version) VALUES (${schema.steps.length})`,
  ]
  return statements.map((statement) => `${statement.trim()};\n`).join('\n')
}

function missingSchema(dialect: Dialect, why: 'notAllowed' | 'denied', cause?: unknown): WehookError {
  const { [why]: message, hint } = texts.missingSchema
  return new WehookError('ERR_OPTIONS_INVALID', message(productNames[dialect.name]), {
    hint: hint(dialect.name),
    cause,
  })
}
