import type { QueryOptions } from 'mysql2'
import { afterAll } from 'vitest'
import type { HostPool } from '../support/mysql.js'
import { runSqlContracts } from '../support/sql-contract.js'
import { mysqlServer } from '../support/sql-harness.js'

/** What hosts do to their pools, many habits at once: none may change what the storage stores, counts or answers. */
const habits: Readonly<Record<string, HostPool>> = {
  'R5, R12, R15, R37: MySQL over a small pool with latin1, rows as arrays, no FOUND_ROWS': {
    charset: 'latin1',
    connectionLimit: 3,
    rowsAsArray: true,
    flags: ['-FOUND_ROWS'],
    dateStrings: true,
  },
  'R12, R13, R15, R25: MySQL over a pool with ANSI_QUOTES, NO_BACKSLASH_ESCAPES, gbk, +08:00 and parsers of its own': {
    charset: 'gbk',
    namedPlaceholders: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    decimalNumbers: true,
    typeCast: (field, next) => (field.type === 'BLOB' || field.type === 'TINY' ? 'the host’s own value' : next()),
    queryFormat: (sql: QueryOptions['sql']) => sql,
    onConnect: [
      `SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'`,
      `SET SESSION time_zone = '+08:00'`,
      'SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE',
    ],
  } as HostPool,
}

for (const [title, pool] of Object.entries(habits)) {
  const server = await mysqlServer(pool)
  afterAll(() => server?.close())
  runSqlContracts(title, server)
}
