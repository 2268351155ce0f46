import { sqliteStorage } from '@wehook/sqlite'
import Libsql from 'libsql'

const day = 24 * 3_600_000
/** When the first of the stored entries was received; the others follow within 30 days. */
export const from = 1_795_000_000_000
export const scope = 'wx0123456789abcdef'

/** Nearly all handled, as a busy month leaves them; three in ten thousand are dead; 20,000 accounts. */
export async function fillEntries(file: string, stored: number): Promise<void> {
  await sqliteStorage({ file }).close()
  const database = new Libsql(file)
  database.exec('PRAGMA synchronous = OFF')
  database.exec('PRAGMA cache_size = -400000')
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  database.exec('BEGIN IMMEDIATE')
  database.exec(`${numbers(stored)} INSERT INTO entries
      (id, component_app_id, info_type, appid, received_at, state, attempts, due_at, settled_at)
    SELECT lower(hex(randomblob(32))), '${scope}',
      CASE i % 10 WHEN 0 THEN 'authorized' WHEN 1 THEN 'unauthorized' WHEN 2 THEN 'notify_third_fasteregister'
        ELSE 'component_verify_ticket' END,
      CASE WHEN i % 10 < 2 THEN printf('wx%016d', i % 20000) END,
      ${from} + i * 2592,
      CASE WHEN i % 3333 = 0 THEN 'dead' WHEN i % 5000 = 1 THEN 'unhandled' WHEN i % 1000 = 2 THEN 'pending' ELSE 'handled' END,
      1, ${from} + 100 * ${day}, ${from} FROM n`)
  database.exec('INSERT INTO texts (seq, xml) SELECT seq, hex(randomblob(200)) FROM entries')
  database.exec('COMMIT')
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  database.close()
}
