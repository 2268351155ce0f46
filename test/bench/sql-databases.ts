import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'
import { createOwnMysql } from '../support/mysql.js'
import { createOwnPostgres } from '../support/postgres.js'

/** A MySQL server of the bench's own, with a storage that has its tables. The settings go to the server's command line. */
export async function openMysql(...settings: readonly string[]) {
  const server = createOwnMysql()
  await server.start(...settings)
  const place = server.address.socketPath ?? ''
  const admin = createPool({ socketPath: place, user: 'root' })
  await admin.query('CREATE DATABASE bench')
  await admin.end()
  const pool = createPool({ socketPath: place, user: 'root', database: 'bench' })
  const storage = mysqlStorage({ pool })
  await storage.ready()
  return { place, pool, storage, close: () => closeAll(storage, pool, server) }
}

/** As `openMysql`, for PostgreSQL. */
export async function openPostgres(...settings: readonly string[]) {
  const server = createOwnPostgres()
  await server.start(...settings)
  const place = server.address.host ?? ''
  const pool = new Pool({ host: place, user: 'root', database: 'postgres' })
  const storage = postgresStorage({ pool })
  await storage.ready()
  return { place, pool, storage, close: () => closeAll(storage, pool, server) }
}

interface Closable {
  close(): Promise<unknown>
}

async function closeAll(storage: Closable, pool: { end(): Promise<unknown> }, server: Closable): Promise<void> {
  await storage.close()
  await pool.end()
  await server.close()
}
