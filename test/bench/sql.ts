import { createHash, randomBytes } from 'node:crypto'
import type { Inbox } from '@wehook/core'
import type { RowDataPacket } from 'mysql2/promise'
import { type Load, loadServer, percentile } from './inbox-load.js'
import { median } from './measure.js'
import { print, type Row, type Target } from './report.js'
import { openMysql, openPostgres } from './sql-databases.js'

// MySQL and PostgreSQL, each a server of the bench's own whose indexes fit into memory (512 MB of buffers): puts by 128 callers
// against a loop of plain inserts of 128 rows over the same pool and table; durable accepts through Express, consumer included,
// against Express without an inbox; puts and claims in a table with a million entries against an empty one. Rounds alternate.
//   --rounds=3  --pushes=4000  --puts=20000  --stored=1000000  --json
const option = (name: string, fallback: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const rounds = option('rounds', 3)
const pushes = option('pushes', 4_000)
const puts = option('puts', 20_000)
const stored = option('stored', 1_000_000)

const xml = 'x'.repeat(800)
const fullTable = 'full_entries'
const columns = 'k, nonce, channel, component_app_id, info_type, received_at, xml, state, due_at'

interface Database {
  readonly name: 'mysql' | 'postgres'
  readonly place: string
  readonly inbox: Inbox
  /** Over the same pool, with tables of its own: the one that gets a million entries. */
  readonly full: Inbox
  /** One statement of so many plain rows, handled already, so that no consumer takes them. `table`: that of `inbox` unless given. */
  insertRows(keys: readonly Buffer[], table?: string): Promise<unknown>
  /** Waits until what was filled in has been written back. */
  settle(): Promise<unknown>
  clear(): Promise<unknown>
  close(): Promise<void>
}

async function mysqlDatabase(): Promise<Database> {
  const { place, pool, storage, full, close } = await openMysql(
    '--innodb-buffer-pool-size=512M',
    '--innodb-log-file-size=512M',
  )
  const row = (key: Buffer) =>
    `(X'${key.toString('hex')}', X'${randomBytes(8).toString('hex')}', 0, X'7778', X'6162', 1, X'${Buffer.from(xml).toString('hex')}', 3, ${Date.now() + 1e9})`
  return {
    name: 'mysql',
    place,
    inbox: storage.inbox,
    full: full.inbox,
    insertRows: (keys, table = 'wehook_entries') =>
      pool.query(`INSERT INTO ${table} (${columns}) VALUES ${keys.map(row)}`),
    async settle() {
      await pool.query('SET GLOBAL innodb_max_dirty_pages_pct = 0')
      for (;;) {
        const [rows] = await pool.query(`SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'`)
        if (Number((rows as readonly RowDataPacket[])[0]?.['Value']) < 100) break
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      await pool.query('SET GLOBAL innodb_max_dirty_pages_pct = 90')
    },
    clear: () => pool.query('TRUNCATE wehook_entries'),
    close,
  }
}

async function postgresDatabase(): Promise<Database> {
  const { place, pool, storage, full, close } = await openPostgres('shared_buffers=512MB', 'max_wal_size=4GB')
  const plain = columns.replace('nonce, ', '')
  return {
    name: 'postgres',
    place,
    inbox: storage.inbox,
    full: full.inbox,
    insertRows: (keys, table = 'wehook_entries') =>
      pool.query(
        `INSERT INTO ${table} (${plain}) SELECT key, 0, 'wx', 'ab', 1, xml, 3, ${Date.now() + 1e9} FROM unnest($1::bytea[], $2::bytea[]) AS put (key, xml)`,
        [keys, keys.map(() => Buffer.from(xml))],
      ),
    settle: () => pool.query(`VACUUM ANALYZE ${fullTable}`).then(() => pool.query('CHECKPOINT')),
    clear: () => pool.query('TRUNCATE wehook_entries'),
    close,
  }
}

const newKeys = (count: number) => Array.from({ length: count }, () => randomBytes(32))

const newEntry = () => ({
  id: createHash('sha256').update(randomBytes(16)).digest('hex'),
  componentAppId: 'wx1',
  receivedAt: Date.now(),
  infoType: 'unknown',
  xml,
})

/** Puts a second by so many callers, and the ms that half of them took at most. */
async function putBy(
  inbox: Inbox,
  callers: number,
  count: number,
): Promise<{ readonly perSecond: number; readonly p50Ms: number }> {
  const times: number[] = []
  const entries = Array.from({ length: count }, newEntry)
  const startedAt = performance.now()
  const call = async () => {
    for (let entry = entries.pop(); entry; entry = entries.pop()) {
      const from = performance.now()
      await inbox.put(entry)
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  const perSecond = count / ((performance.now() - startedAt) / 1_000)
  return {
    perSecond,
    p50Ms: percentile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  }
}

async function insertPlain(database: Database, count: number): Promise<number> {
  const groups = Array.from({ length: Math.ceil(count / 128) }, () => newKeys(128))
  const startedAt = performance.now()
  for (const keys of groups) await database.insertRows(keys)
  return count / ((performance.now() - startedAt) / 1_000)
}

/** Ms from one delivery to the next with one at a time: a settlement and a claim. */
async function claimP50Ms(inbox: Inbox, count: number): Promise<number> {
  await putBy(inbox, 64, count)
  const times: number[] = []
  let last = performance.now()
  let end: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  const consumer = await inbox.consume(
    async () => {
      times.push(performance.now() - last)
      last = performance.now()
      if (times.length === count) end()
      return 'handled'
    },
    { concurrency: 1, retryDelaysMs: [] },
  )
  await done
  await consumer.close({ timeoutMs: 5_000 })
  return percentile(
    times.toSorted((a, b) => a - b),
    0.5,
  )
}

const rows: Row[] = []
const targets: Target[] = []
const say = (text: string) => process.stderr.write(`${text} …\n`)
const of = (loads: readonly Load[], key: keyof Load) => median(loads.map((load) => load[key]))
const alternate = async (runs: readonly (() => Promise<void>)[]) => {
  for (let round = 0; round < rounds; round += 1) for (const run of runs) await run()
}

for (const open of [mysqlDatabase, postgresDatabase]) {
  const database = await open()
  const { name, place, inbox } = database
  try {
    say(`${name}: puts and plain inserts, ${rounds} rounds`)
    const grouped: number[] = []
    const plain: number[] = []
    await alternate([
      async () => void grouped.push((await putBy(inbox, 128, puts)).perSecond),
      async () => void plain.push(await insertPlain(database, puts)),
    ])
    rows.push({ name: `${name}: put by 128 callers`, perSecond: median(grouped) })
    rows.push({ name: `${name}: plain inserts of 128 rows`, perSecond: median(plain) })
    targets.push({
      text: `${name}: put / plain inserts`,
      value: median(grouped) / median(plain),
      target: 0.7,
      kind: 'least',
    })

    say(`${name}: pushes through Express, ${rounds} rounds`)
    await database.clear()
    const none: Load[] = []
    const durable: Load[] = []
    await alternate([
      async () => void none.push(await loadServer('none', '', 128, pushes)),
      async () => void durable.push(await loadServer(name, place, 128, pushes)),
    ])
    rows.push({ name: `${name}: no inbox, 128 at once`, perSecond: of(none, 'perSecond'), p99Ms: of(none, 'p99Ms') })
    rows.push({
      name: `${name}: durable, 128 at once`,
      perSecond: of(durable, 'perSecond'),
      p99Ms: of(durable, 'p99Ms'),
    })
    targets.push({
      text: `${name}: durable / no inbox at 128`,
      value: of(durable, 'perSecond') / of(none, 'perSecond'),
      target: 0.6,
      kind: 'least',
    })
    targets.push({ text: `${name}: durable p99 at 128, ms`, value: of(durable, 'p99Ms'), target: 100, kind: 'most' })

    await database.clear()
    for (let n = 0; n < stored; n += 2_000) {
      if (n % 200_000 === 0) say(`${name}: ${n} of ${stored} entries stored`)
      await database.insertRows(newKeys(2_000), fullTable)
    }
    await database.settle()
    say(`${name}: puts and claims in a full and in an empty table, ${rounds} rounds`)
    const little = { put: [] as number[], claim: [] as number[] }
    const much = { put: [] as number[], claim: [] as number[] }
    const measure = (target: Inbox, times: typeof little) => async () => {
      times.put.push((await putBy(target, 16, 4_000)).p50Ms)
      times.claim.push(await claimP50Ms(target, 1_000))
    }
    await alternate([() => database.clear().then(measure(inbox, little)), measure(database.full, much)])
    for (const what of ['put', 'claim'] as const) {
      rows.push({ name: `${name}: ${what}, empty`, p50Ms: median(little[what]) })
      rows.push({ name: `${name}: ${what}, ${stored} stored`, p50Ms: median(much[what]) })
      targets.push({
        text: `${name}: ${what} p50, ${stored} stored / empty`,
        value: median(much[what]) / median(little[what]),
        target: 1.2,
        kind: 'most',
      })
    }
  } finally {
    await database.close()
  }
}
print({ title: 'sql: the inbox in MySQL and PostgreSQL', rows, targets })
