import { afterAll } from 'vitest'
import { runSqlContracts } from '../support/sql-contract.js'
import { mysqlServer } from '../support/sql-harness.js'

const server = await mysqlServer()
afterAll(() => server?.close())

runSqlContracts('MySQL', server)
