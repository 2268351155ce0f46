import { guardClient } from '@wehook/storage/sql'
import type { PoolClient } from 'pg'

/** What a handler gets as `tx`: a client of pg. */
export type PostgresTransaction = PoolClient

const rules = {
  forbidden: ['release', 'end', 'connect'],
  queries: ['query'],
  // The low-level protocol connection, which this guard could not check; no library that we know uses it.
  inner: [],
} as const

export function guard(client: unknown, isOpen: () => boolean): PostgresTransaction {
  return guardClient(client as PostgresTransaction, isOpen, rules)
}
