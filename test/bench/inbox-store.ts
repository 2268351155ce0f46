import { sqliteStorage } from '@wehook/sqlite'
import Libsql from 'libsql'
import { percentile } from './inbox-load.js'

/** Rows a second of plain inserts, `group` of them a transaction, with the durability of the inbox: what the disk gives at best. */
export function rawInserts(file: string, group: number, count: number): number {
  const database = new Libsql(file)
  database.prepare('PRAGMA journal_mode = WAL').get()
  database.exec('PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE IF NOT EXISTS raw (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, xml TEXT NOT NULL)')
  const insert = database.prepare('INSERT INTO raw (id, xml) VALUES (lower(hex(randomblob(32))), ?)')
  const xml = 'x'.repeat(300)
  const startedAt = performance.now()
  for (let n = 0; n < count; n += group) {
    database.exec('BEGIN IMMEDIATE')
    for (let row = 0; row < group; row += 1) insert.run(xml)
    database.exec('COMMIT')
  }
  const perSecond = count / ((performance.now() - startedAt) / 1_000)
  database.close()
  return perSecond
}

/** Fills a storage with `count` entries that were handled, their texts still there: as many as a busy month leaves. */
export async function fillStorage(file: string, count: number): Promise<void> {
  await sqliteStorage({ file }).close()
  const database = new Libsql(file)
  database.exec('PRAGMA synchronous = OFF')
  database.exec('PRAGMA cache_size = -400000')
  const later = Date.now() + 6 * 24 * 3_600_000
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  database.exec('BEGIN IMMEDIATE')
  database.exec(`${numbers} INSERT INTO entries (id, component_app_id, info_type, received_at, state, attempts, due_at, settled_at)
    SELECT lower(hex(randomblob(32))), 'wx0123456789abcdef', 'component_verify_ticket', ${later}, 'handled', 1, ${later} + i, ${later} FROM n`)
  database.exec(`INSERT INTO texts (seq, xml) SELECT seq, hex(randomblob(200)) FROM entries`)
  database.exec('COMMIT')
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  database.close()
}

/** Ms from one delivery to the next with one at a time: a settlement and a claim, each on disk. Half of them take no longer. */
export async function claimP50Ms(file: string, count: number): Promise<number> {
  const storage = sqliteStorage({ file })
  const stamp = `${performance.now()}`
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      storage.inbox.put({
        id: `${stamp}-${n}`,
        componentAppId: 'wx1',
        receivedAt: n,
        infoType: 'unknown',
        xml: '<xml/>',
      }),
    ),
  )
  const times: number[] = []
  let last = performance.now()
  await new Promise<void>((resolve) => {
    storage.inbox.consume(
      async () => {
        times.push(performance.now() - last)
        last = performance.now()
        if (times.length === count) resolve()
        return 'handled'
      },
      { concurrency: 1, retryDelaysMs: [] },
    )
  })
  await storage.close()
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  )
}
