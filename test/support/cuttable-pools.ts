import type { Pool as MysqlPool, PoolConnection } from 'mysql2'
import type { PoolClient, Pool as PostgresPool } from 'pg'

/** A pool whose connections can be cut and stay cut, as those of a process that dies. */
export interface Cuttable<P> {
  readonly pool: P
  cut(): void
  /** How often a connection was taken. */
  taken(): number
}

const refusal = () => Object.assign(new Error('this process is dead'), { code: 'ECONNREFUSED' })

export function cuttableMysql(pool: MysqlPool): Cuttable<MysqlPool> {
  const taken = new Set<PoolConnection>()
  let isCut = false
  let count = 0
  const getConnection: MysqlPool['getConnection'] = (callback) => {
    count += 1
    pool.getConnection((error, connection) => {
      if (isCut) connection?.destroy()
      if (connection && !isCut) taken.add(connection)
      if (isCut) callback(refusal() as NodeJS.ErrnoException, connection)
      else callback(error, connection)
    })
  }
  return {
    pool: { config: (pool as unknown as { readonly config: unknown }).config, getConnection } as unknown as MysqlPool,
    cut() {
      isCut = true
      for (const connection of taken) connection.destroy()
    },
    taken: () => count,
  }
}

export function cuttablePostgres(pool: PostgresPool): Cuttable<PostgresPool> {
  const taken = new Set<PoolClient>()
  let isCut = false
  let count = 0
  const connect = (callback: (error?: Error, client?: PoolClient) => void) => {
    count += 1
    if (isCut) return callback(refusal())
    pool.connect((error, client) => {
      if (client && !taken.has(client)) client.on('error', () => {})
      if (client) taken.add(client)
      callback(error, client)
    })
  }
  return {
    pool: { options: pool.options, on: pool.on.bind(pool), connect } as unknown as PostgresPool,
    cut() {
      isCut = true
      for (const client of taken)
        (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    },
    taken: () => count,
  }
}
