import { type MysqlStorage, type MysqlStorageOptions, mysqlStorage } from '@wehook/mysql'
import { type PostgresStorage, type PostgresStorageOptions, postgresStorage } from '@wehook/postgres'
import type { PoolConfig } from 'pg'
import { cuttableMysql, cuttablePostgres } from './cuttable-pools.js'
import { createMysqlDatabase, findMysql, type HostPool, type MysqlDatabase } from './mysql.js'
import { createPostgresDatabase, findPostgres, type PostgresDatabase } from './postgres.js'

export type SqlStorage = MysqlStorage | PostgresStorage
export type StorageOptions = Omit<MysqlStorageOptions & PostgresStorageOptions, 'pool' | 'schema'>

/** An empty database, and storages over pools of their own, as processes of a host have them. */
export interface SqlScene {
  open(options?: StorageOptions): Promise<SqlStorage>
  /** Runs a statement on the pool that the storage has, as the host does. */
  host(storage: SqlStorage, sql: string): Promise<unknown>
  /** The process of this storage dies: its connections are cut, and stay cut. */
  crash(storage: SqlStorage): void
  /** How often this storage has taken a connection of its pool. */
  taken(storage: SqlStorage): number
  /** How many connections of its pool this storage has at the moment. */
  held(storage: SqlStorage): number
  /** Runs a statement beside the storage. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** All that is stored, as one text, names and ids in the clear. */
  raw(): Promise<string>
  close(): Promise<void>
}

/** A kind of server that a suite runs on. */
export interface SqlServer {
  readonly kind: 'mysql' | 'postgres'
  scene(): Promise<SqlScene>
  close(): Promise<void>
}

interface Opened {
  readonly storage: SqlStorage
  cut(): void
  taken(): number
  held(): number
  host(sql: string): Promise<unknown>
}

function toScene(
  database: Pick<MysqlDatabase | PostgresDatabase, 'query' | 'closePools'>,
  open: (options: StorageOptions) => Opened,
): SqlScene {
  const opened = new Map<SqlStorage, Opened>()
  return {
    async open(options = {}) {
      const one = open({ warn: () => {}, ...options })
      opened.set(one.storage, one)
      return one.storage
    },
    crash: (storage) => opened.get(storage)?.cut(),
    taken: (storage) => opened.get(storage)?.taken() ?? 0,
    held: (storage) => opened.get(storage)?.held() ?? 0,
    host: async (storage, sql) => opened.get(storage)?.host(sql),
    query: database.query,
    raw: () => dump(database.query),
    async close() {
      await Promise.all([...opened.keys()].map((storage) => storage.close()))
      await database.closePools()
      await empty(database)
    },
  }
}

export async function mysqlServer(poolOptions: HostPool = {}): Promise<SqlServer | undefined> {
  const server = await findMysql()
  if (!server) return undefined
  // One for all cases, which begin with empty tables: making tables takes longer than most of them.
  const database = await createMysqlDatabase(server.address)
  return {
    kind: 'mysql',
    async close() {
      await database.close()
      await server.close()
    },
    async scene() {
      return toScene(database, (options) => {
        const given = database.pool(poolOptions)
        const { pool, cut, taken } = cuttableMysql(given)
        const storage = mysqlStorage({ pool, ...options })
        return { storage, cut, taken, held: () => heldOf(given), host: (sql) => given.promise().query(sql) }
      })
    },
  }
}

export async function postgresServer(poolOptions: PoolConfig = {}): Promise<SqlServer | undefined> {
  const server = await findPostgres()
  if (!server) return undefined
  // One for all cases, which begin with empty tables: making tables takes longer than most of them.
  const database = await createPostgresDatabase(server.address)
  return {
    kind: 'postgres',
    async close() {
      await database.close()
      await server.close()
    },
    async scene() {
      return toScene(database, (options) => {
        const given = database.pool(poolOptions)
        const { pool, cut, taken } = cuttablePostgres(given)
        const storage = postgresStorage({ pool, schema: database.schema, ...options })
        const held = () => given.totalCount - given.idleCount
        return { storage, cut, taken, held, host: (sql) => given.query(sql) }
      })
    },
  }
}

/** mysql2 has no public count of the connections in use. */
function heldOf(pool: unknown): number {
  const { _allConnections: all, _freeConnections: free } = pool as Record<string, { readonly length: number }>
  return (all?.length ?? 0) - (free?.length ?? 0)
}

const tables = ['entries', 'marks', 'tokens', 'locks', 'tasks', 'task_keys'].map((name) => `wehook_${name}`)

async function empty({ query }: Pick<MysqlDatabase, 'query'>): Promise<void> {
  for (const table of tables) await query(`DELETE FROM ${table}`).catch(ifMissing)
}

/** A case that never opened its storage has made no tables. */
function ifMissing(error: { readonly code?: string }): void {
  if (error.code !== 'ER_NO_SUCH_TABLE' && error.code !== '42P01') throw error
}

async function dump(query: SqlScene['query']): Promise<string> {
  const parts: string[] = []
  for (const table of tables) parts.push(JSON.stringify(await query(`SELECT * FROM ${table}`), legible))
  return parts.join('\n')
}

/** Keys as hex digits, other bytes as the text that they are. */
function legible(_: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { readonly type?: string; readonly data?: readonly number[] }
  if (type !== 'Buffer' || !data) return value
  return Buffer.from(data).toString(data.length === 32 ? 'hex' : 'utf8')
}
