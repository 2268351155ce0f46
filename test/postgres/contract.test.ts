import { afterAll } from 'vitest'
import { runSqlContracts } from '../support/sql-contract.js'
import { postgresServer } from '../support/sql-harness.js'

const server = await postgresServer()
afterAll(() => server?.close())

runSqlContracts('PostgreSQL', server)
