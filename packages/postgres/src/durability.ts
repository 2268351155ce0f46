import { WehookError } from '@wehook/core'
import type { Bilingual, SqlSession, Tables } from '@wehook/storage/sql'

/** @throws ERR_INBOX_UNAVAILABLE when a crash would lose what `success` was answered for. Every commit forces `synchronous_commit`. */
export async function checkDurability(session: SqlSession, tables: Tables): Promise<readonly Bilingual[]> {
  const names = Object.values(tables).map((name) => `to_regclass('${name}')`)
  const { rows: unlogged } = await session.run(
    `SELECT count(*) AS n FROM pg_catalog.pg_class WHERE oid IN (${names.join(', ')}) AND relpersistence <> 'p'`,
  )
  if (unlogged[0]?.['n']) {
    throw volatile('a table of wehook is UNLOGGED', 'ALTER TABLE … SET LOGGED')
  }
  const { rows } = await session.run(
    `SELECT (current_setting('fsync') = 'on')::int AS fsync, (current_setting('full_page_writes') = 'on')::int AS pages`,
  )
  if (rows[0]?.['fsync'] === 0) throw volatile('fsync is off', 'ALTER SYSTEM SET fsync = on, and reload')
  return rows[0]?.['pages'] === 0 ? [noFullPages] : []
}

const noFullPages: Bilingual = {
  en: 'full_page_writes is off: a crash in the middle of a write may damage the database, unless the file system prevents that',
  zh: 'full_page_writes 已关闭：除非文件系统能防止写入中断，否则宕机可能损坏数据库',
}

function volatile(fault: string, change: string): WehookError {
  return new WehookError('ERR_INBOX_UNAVAILABLE', `this PostgreSQL is not durable: ${fault}`, {
    hint: `run ${change}; or accept the loss with postgresStorage({ allowVolatile: true })`,
  })
}
