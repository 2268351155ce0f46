import type { SqlResult, SqlRow, SqlValue } from '@wehook/storage/sql'
import type { QueryOptions, ResultSetHeader } from 'mysql2'
import { isCommitted } from './commits.js'

const byteTypes: readonly string[] = [
  'TINY_BLOB',
  'BLOB',
  'MEDIUM_BLOB',
  'LONG_BLOB',
  'STRING',
  'VAR_STRING',
  'VARCHAR',
]

interface Field {
  readonly type: string
  buffer(): Buffer | null
}

/** All are given explicitly, because the host's pool may have other defaults. `typeCast: true` would not replace a function of the pool. */
export const queryOptions = {
  rowsAsArray: false,
  namedPlaceholders: false,
  nestTables: false,
  typeCast: (field: Field): SqlValue => {
    const bytes = field.buffer()
    if (bytes === null || byteTypes.includes(field.type)) return bytes
    return Number(bytes.toString('latin1'))
  },
} as const satisfies Partial<Omit<QueryOptions, 'typeCast'>> & { readonly typeCast: (field: Field) => SqlValue }

export interface DriverResult extends SqlResult {
  readonly isCommitted: boolean
}

export function toResult(result: unknown): DriverResult {
  if (Array.isArray(result)) return { rows: result as SqlRow[], changed: 0, isCommitted: true }
  const { affectedRows, serverStatus } = result as ResultSetHeader & { readonly serverStatus: number }
  return { rows: [], changed: affectedRows, isCommitted: isCommitted(serverStatus) }
}
