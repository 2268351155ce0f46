import { types } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { runSqlContracts } from '../support/sql-contract.js'
import { postgresServer } from '../support/sql-harness.js'

const int8 = 20
const bytea = 17
const given = [int8, bytea].map((oid) => [oid, types.getTypeParser(oid)] as const)

/** What hosts do to pg and to their sessions, many habits at once: none may change what the storage stores, counts or answers. */
const server = await postgresServer({
  max: 3,
  options:
    '-c timezone=Asia/Shanghai -c bytea_output=escape -c synchronous_commit=off -c search_path= -c default_transaction_isolation=serializable -c standard_conforming_strings=off',
})
beforeAll(() => {
  types.setTypeParser(int8, BigInt)
  types.setTypeParser(bytea, () => 'the host’s own value')
})
afterAll(async () => {
  for (const [oid, parser] of given) types.setTypeParser(oid, parser)
  await server?.close()
})

runSqlContracts('R12, R15, R26, R37: PostgreSQL over a small pool with parsers and settings of its own', server)
