import type { Bilingual } from '@wehook/core'
import { notDurable, type SqlSession, type Tables } from '@wehook/storage/sql'
import { uncommitted } from './commits.js'
import { texts } from './texts.js'

const { doubts, volatile } = texts

/** 3 exists in MariaDB only; it flushes at each commit, as 1 does. */
const flushedAtCommit: readonly number[] = [1, 3]

/** @throws ERR_INBOX_UNAVAILABLE when a crash would lose pushes that were answered with `success`. */
export async function checkDurability(session: SqlSession, tables: Tables): Promise<readonly Bilingual[]> {
  const { rows } = await session.run('SELECT @@autocommit AS autocommit')
  if (!rows[0]?.['autocommit']) throw uncommitted()
  await refuseOtherEngines(session, tables)
  const settings = await readSettings(session)
  if (!settings) return [doubts.unreadable]
  if (!flushedAtCommit.includes(settings.flush)) {
    throw refuse(
      volatile.flush(settings.flush),
      'SET GLOBAL innodb_flush_log_at_trx_commit = 1 (and the same in my.cnf)',
    )
  }
  return settings.hasBinlog && settings.syncBinlog !== 1 ? [doubts.binlogNotSynced] : []
}

async function readSettings(session: SqlSession) {
  try {
    const { rows } = await session.run(
      'SELECT @@GLOBAL.innodb_flush_log_at_trx_commit AS flush, @@GLOBAL.sync_binlog AS sync_binlog, @@GLOBAL.log_bin AS log_bin',
    )
    const row = rows[0] ?? {}
    return {
      flush: Number(row['flush']),
      syncBinlog: Number(row['sync_binlog']),
      hasBinlog: Number(row['log_bin']) === 1,
    }
  } catch {
    // Managed servers and proxies may hide settings.
    return undefined
  }
}

async function refuseOtherEngines(session: SqlSession, tables: Tables): Promise<void> {
  const names = Object.values(tables).map((name) => `'${name.slice(1, -1)}'`)
  const { rows } = await session.run(
    `SELECT COUNT(*) AS n FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name IN (${names.join(', ')}) AND engine <> 'InnoDB'`,
  )
  if (rows[0]?.['n']) throw refuse(volatile.engine, 'ALTER TABLE … ENGINE = InnoDB')
}

const refuse = (fault: Bilingual, change: string) => notDurable('MySQL', 'mysqlStorage', fault, change)
