import type { Bilingual } from '@wehook/core'
import { notDurable, type SqlSession, type Tables } from '@wehook/storage/sql'
import { texts } from './texts.js'

const { doubts, volatile } = texts

/** @throws ERR_INBOX_UNAVAILABLE when a crash would lose pushes that were answered with `success`. Not checked here: `synchronous_commit`, which every commit sets. */
export async function checkDurability(session: SqlSession, tables: Tables): Promise<readonly Bilingual[]> {
  const names = Object.values(tables).map((name) => `to_regclass('${name}')`)
  const { rows: unlogged } = await session.run(
    `SELECT count(*) AS n FROM pg_catalog.pg_class WHERE oid IN (${names.join(', ')}) AND relpersistence <> 'p'`,
  )
  if (unlogged[0]?.['n']) {
    throw refuse(volatile.unlogged, 'ALTER TABLE … SET LOGGED')
  }
  const { rows } = await session.run(
    `SELECT (current_setting('fsync') = 'on')::int AS fsync, (current_setting('full_page_writes') = 'on')::int AS pages`,
  )
  if (rows[0]?.['fsync'] === 0) throw refuse(volatile.fsync, 'ALTER SYSTEM SET fsync = on, and reload')
  return rows[0]?.['pages'] === 0 ? [doubts.fullPages] : []
}

const refuse = (fault: Bilingual, change: string) => notDurable('PostgreSQL', 'postgresStorage', fault, change)
