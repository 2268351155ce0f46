import type { Inbox, TaskStore, TokenStore } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'

/** Where a storage lies; plain data, so that it can be handed to a process. */
export type StoragePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'redis'; readonly socket: string; readonly prefix: string }
  | { readonly kind: 'mysql'; readonly socketPath: string }
  | { readonly kind: 'postgres'; readonly host: string }

/** Short, so that what a dead process held is taken over soon. */
export const leaseMs = 5_000

interface Identified {
  readonly id: string
}

export interface OpenStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  readonly tasks: TaskStore
  /** Wraps a handler so that it also writes a row of the host's for the event, in one transaction with what wehook notes. */
  writing?(handler: (event: Identified) => Promise<void>): (event: Identified) => Promise<void>
  /** How many rows of the host's there are for each event. */
  hostRows?(): Promise<ReadonlyMap<string, number>>
  close(): Promise<void>
}

export function openStorage(place: StoragePlace): OpenStorage {
  switch (place.kind) {
    case 'sqlite':
      return sqliteStorage({ file: place.file, leaseMs })
    case 'redis':
      return redisStorage({ connection: place.socket, prefix: place.prefix, leaseMs })
    case 'mysql':
      return openMysql(place.socketPath)
    case 'postgres':
      return openPostgres(place.host)
  }
}

const createRows = 'CREATE TABLE IF NOT EXISTS host_rows (event VARCHAR(64) NOT NULL)'
const readRows = 'SELECT event, COUNT(*) AS n FROM host_rows GROUP BY event'
const insertRow = (id: string) => `INSERT INTO host_rows (event) VALUES ('${id}')`
const toCounts = (rows: readonly unknown[]) =>
  new Map(
    (rows as readonly { readonly event: string; readonly n: unknown }[]).map(({ event, n }) => [event, Number(n)]),
  )

/** The host's own table, which is there before any process starts. */
export async function prepareHost(place: StoragePlace): Promise<void> {
  if (place.kind === 'mysql') {
    const pool = createPool({ socketPath: place.socketPath, user: 'root' })
    await pool.query('CREATE DATABASE IF NOT EXISTS crash')
    await pool.query(createRows.replace('host_rows', 'crash.host_rows'))
    await pool.end()
  }
  if (place.kind === 'postgres') {
    const pool = new Pool({ host: place.host, user: 'root', database: 'postgres' })
    await pool.query(createRows)
    await pool.end()
  }
}

function openMysql(socketPath: string): OpenStorage {
  const pool = createPool({ socketPath, user: 'root', database: 'crash' })
  const storage = mysqlStorage({ pool, leaseMs })
  return {
    ...storage,
    writing: (handler) =>
      storage.inTransaction('crash', async (event: Identified, tx) => {
        await tx.query(insertRow(event.id))
        await handler(event)
      }),
    async hostRows() {
      const [rows] = await pool.query(readRows)
      return toCounts(rows as readonly unknown[])
    },
    async close() {
      await storage.close()
      await pool.end()
    },
  }
}

function openPostgres(host: string): OpenStorage {
  const pool = new Pool({ host, user: 'root', database: 'postgres' })
  const storage = postgresStorage({ pool, leaseMs })
  return {
    ...storage,
    writing: (handler) =>
      storage.inTransaction('crash', async (event: Identified, tx) => {
        await tx.query(insertRow(event.id))
        await handler(event)
      }),
    hostRows: async () => toCounts((await pool.query(readRows)).rows),
    async close() {
      await storage.close()
      await pool.end()
    },
  }
}
