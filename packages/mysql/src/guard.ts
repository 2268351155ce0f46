import { guardClient } from '@wehook/storage/sql'
import type { PoolConnection } from 'mysql2'
import type { PoolConnection as PromisePoolConnection } from 'mysql2/promise'

/** What a handler gets as `tx`: a connection of mysql2/promise. `tx.connection` is the same one with callbacks, for libraries that want that. */
export type MysqlTransaction = PromisePoolConnection

const rules = {
  forbidden: [
    'beginTransaction',
    'commit',
    'rollback',
    'release',
    'releaseConnection',
    'end',
    'destroy',
    'close',
    'changeUser',
    'reset',
  ],
  queries: ['query', 'execute', 'prepare'],
  inner: ['connection', 'promise'],
} as const

export function guard(client: unknown, isOpen: () => boolean): MysqlTransaction {
  const connection = (client as PoolConnection).promise() as unknown as MysqlTransaction
  return guardClient(connection, isOpen, rules)
}
