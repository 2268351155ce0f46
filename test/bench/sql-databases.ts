import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'
import { createOwnMysql } from '../support/mysql.js'
import { createOwnPostgres } from '../support/postgres.js'

/** A MySQL server of the bench's own, with two storages that have their tables. The settings go to the server's command line. */
export async function openMysql(...settings: readonly string[]) {
  const server = createOwnMysql()
  await server.start(...settings)
  const place = server.address.socketPath ?? ''
  const admin = createPool({ socketPath: place, user: 'root' })
  await admin.query('CREATE DATABASE bench')
  await admin.end()
  const pool = createPool({ socketPath: place, user: 'root', database: 'bench' })
  const storage = mysqlStorage({ pool })
  const full = mysqlStorage({ pool, prefix: 'full_' })
  await Promise.all([storage.ready(), full.ready()])
  return { place, pool, storage, full, close: () => closeAll([storage, full], pool, server) }
}

/** As `openMysql`, for PostgreSQL. */
export async function openPostgres(...settings: readonly string[]) {
  const server = createOwnPostgres()
  await server.start(...settings)
  const place = server.address.host ?? ''
  const pool = new Pool({ host: place, user: 'root', database: 'postgres' })
  const storage = postgresStorage({ pool })
  const full = postgresStorage({ pool, prefix: 'full_' })
  await Promise.all([storage.ready(), full.ready()])
  return { place, pool, storage, full, close: () => closeAll([storage, full], pool, server) }
}

interface Closable {
  close(): Promise<unknown>
}

async function closeAll(
  storages: readonly Closable[],
  pool: { end(): Promise<unknown> },
  server: Closable,
): Promise<void> {
  for (const storage of storages) await storage.close()
  await pool.end()
  await server.close()
}
