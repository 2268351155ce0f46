import { type MysqlStorageOptions, mysqlStorage } from '@wehook/mysql'
import { type PostgresStorageOptions, postgresStorage } from '@wehook/postgres'
import type { PoolOptions } from 'mysql2'
import type { PoolConfig } from 'pg'
import { cuttableMysql, cuttablePostgres } from './cuttable-pools.js'
import { createMysqlDatabase, findMysql } from './mysql.js'
import { createPostgresDatabase, findPostgres } from './postgres.js'

export type SqlStorage = ReturnType<typeof mysqlStorage>
export type StorageOptions = Omit<MysqlStorageOptions & PostgresStorageOptions, 'pool' | 'schema'>

/** An empty database, and storages over pools of their own, as processes of a host have them. */
export interface SqlScene {
  open(options?: StorageOptions): Promise<SqlStorage>
  /** The process of this storage dies: its connections are cut, and stay cut. */
  crash(storage: SqlStorage): void
  /** Runs a statement beside the storage. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** All that is stored, as one text, names and ids in the clear. */
  raw(): Promise<string>
  close(): Promise<void>
}

/** A kind of server that a suite runs on. */
export interface SqlServer {
  readonly title: string
  readonly kind: 'mysql' | 'postgres'
  scene(): Promise<SqlScene>
  close(): Promise<void>
}

const tables = ['entries', 'marks', 'tokens', 'locks', 'tasks', 'task_keys'].map((name) => `wehook_${name}`)

/** Bytes as text where they are text, else as hex digits. */
function legible(_: string, value: unknown): unknown {
  const bytes =
    (value as { readonly type?: string; readonly data?: number[] } | null)?.type === 'Buffer' ? value : undefined
  if (!bytes) return typeof value === 'bigint' ? String(value) : value
  const buffer = Buffer.from((bytes as { data: number[] }).data)
  return buffer.length === 32 ? buffer.toString('hex') : buffer.toString('utf8')
}

async function dump(query: SqlScene['query']): Promise<string> {
  const parts: string[] = []
  for (const table of tables) parts.push(JSON.stringify(await query(`SELECT * FROM ${table}`), legible))
  return parts.join('\n')
}

export async function mysqlServer(pool: PoolOptions = {}): Promise<SqlServer | undefined> {
  const server = await findMysql()
  if (!server) return undefined
  return {
    title: 'MySQL',
    kind: 'mysql',
    close: server.close,
    async scene() {
      const database = await createMysqlDatabase(server.address)
      const cuts = new Map<SqlStorage, () => void>()
      return {
        async open(options = {}) {
          const { pool: cuttable, cut } = cuttableMysql(database.pool(pool))
          const storage = mysqlStorage({ pool: cuttable, warn: () => {}, ...options })
          cuts.set(storage, cut)
          return storage
        },
        crash: (storage) => cuts.get(storage)?.(),
        query: database.query,
        raw: () => dump(database.query),
        async close() {
          await Promise.all([...cuts.keys()].map((storage) => storage.close()))
          await database.close()
        },
      }
    },
  }
}

export async function postgresServer(pool: PoolConfig = {}): Promise<SqlServer | undefined> {
  const server = await findPostgres()
  if (!server) return undefined
  return {
    title: 'PostgreSQL',
    kind: 'postgres',
    close: server.close,
    async scene() {
      const database = await createPostgresDatabase(server.address)
      const cuts = new Map<SqlStorage, () => void>()
      return {
        async open(options = {}) {
          const storage = postgresStorage({
            pool: database.pool(pool),
            schema: database.schema,
            warn: () => {},
            ...options,
          })
          storages.push(storage)
          return storage
        },
        query: database.query,
        raw: () => dump(database.query),
        async close() {
          await Promise.all([...cuts.keys()].map((storage) => storage.close()))
          await database.close()
        },
      }
    },
  }
}

/** The servers that there are; what is missing says so, and fails with CI=true. */
export async function findServers(): Promise<readonly SqlServer[]> {
  const found = await Promise.all([mysqlServer(), postgresServer()])
  return found.filter((server) => server !== undefined)
}
