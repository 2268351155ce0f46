import { WehookError } from '@wehook/core'
import { checkConnections } from '@wehook/storage/sql'
import type { Pool, PoolConnection } from 'mysql2'
import type { Pool as PromisePool } from 'mysql2/promise'
import { texts } from './texts.js'

/** The host's pool, made by `createPool` of `mysql2` or of `mysql2/promise`. */
export type MysqlPool = Pool | PromisePool

/** The methods of mysql2's callback pool that wehook uses. A promise pool contains a callback pool. */
export interface CorePool {
  readonly config: { readonly connectionLimit: number }
  getConnection(callback: (error: Error | null, connection: PoolConnection) => void): void
}

/** @throws ERR_OPTIONS_INVALID */
export function toCorePool(given: unknown): CorePool {
  const inner = (given as { readonly pool?: unknown } | undefined)?.pool
  const pool = isCorePool(inner) ? inner : given
  if (!isCorePool(pool)) {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.pool.message, { hint: texts.pool.hint })
  }
  checkConnections('mysqlStorage', pool.config.connectionLimit, texts.raiseLimit)
  return pool
}

function isCorePool(value: unknown): value is CorePool {
  const pool = value as Partial<CorePool> | undefined | null
  return typeof pool?.getConnection === 'function' && typeof pool.config?.connectionLimit === 'number'
}
