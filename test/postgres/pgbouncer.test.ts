import { afterAll } from 'vitest'
import { requirePgBouncer, startPgBouncer } from '../support/pgbouncer.js'
import { findPostgres } from '../support/postgres.js'
import { runSqlContracts } from '../support/sql-contract.js'
import { postgresServer } from '../support/sql-harness.js'

const postgres = requirePgBouncer() ? await findPostgres() : undefined
const pooler = postgres && (await startPgBouncer(postgres.address))
// PgBouncer refuses `options` at connect, so the storage's own names of the schema have to do.
const server = pooler && (await postgresServer({ ...pooler.address, options: '' }))
afterAll(async () => {
  await server?.close()
  await pooler?.close()
  await postgres?.close()
})

runSqlContracts('R38, R41: PostgreSQL behind PgBouncer in transaction mode', server)
