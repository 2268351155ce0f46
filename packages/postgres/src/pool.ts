import { WehookError } from '@wehook/core'
import { checkConnections } from '@wehook/storage/sql'
import type { Pool, PoolClient } from 'pg'
import { texts } from './texts.js'

/** The host's pool, made by `new Pool()` of `pg`. */
export type PostgresPool = Pool

/** The methods of the pool that wehook uses. */
export interface CorePool {
  readonly options: { readonly max: number }
  connect(callback: (error: Error | undefined, client: PoolClient | undefined) => void): void
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** @throws ERR_OPTIONS_INVALID */
export function toCorePool(given: unknown): CorePool {
  if (!isCorePool(given)) {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.pool.message, { hint: texts.pool.hint })
  }
  checkConnections('postgresStorage', given.options.max, texts.raiseLimit)
  return given
}

function isCorePool(value: unknown): value is CorePool {
  const pool = value as Partial<CorePool> | undefined | null
  return typeof pool?.connect === 'function' && typeof pool.options?.max === 'number'
}
