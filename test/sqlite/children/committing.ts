import { writeSync } from 'node:fs'
import { sqliteStorage } from '@wehook/sqlite'
import Libsql from 'libsql'

// Commits 20 times between two marks, for a tracer to count what reaches the disk. `control`: the same with synchronous=NORMAL,
// which survives a SIGKILL just as well and a power cut not at all.
const [file = '', mode] = process.argv.slice(2)
const commits = 20
if (mode === 'control') {
  const database = new Libsql(file)
  database.prepare('PRAGMA journal_mode = WAL').get()
  database.exec('PRAGMA synchronous = NORMAL; CREATE TABLE t (x TEXT)')
  writeSync(1, 'mark begin\n')
  for (let n = 0; n < commits; n += 1) database.exec(`BEGIN IMMEDIATE; INSERT INTO t VALUES ('${n}'); COMMIT`)
  writeSync(1, 'mark end\n')
} else {
  const storage = sqliteStorage({ file })
  writeSync(1, 'mark begin\n')
  for (let n = 0; n < commits; n += 1) {
    await storage.inbox.put({ id: `${n}`, componentAppId: 'wx1', receivedAt: n, infoType: 'unknown', xml: '<xml/>' })
  }
  writeSync(1, 'mark end\n')
  await storage.close()
}
