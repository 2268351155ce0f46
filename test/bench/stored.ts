import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntryFilter, ListOptions } from '@wehook/core/storage'
import { type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import Libsql from 'libsql'
import { median } from './measure.js'
import { print, type Row, type Target } from './report.js'
import { fillEntries, from, scope } from './stored-fill.js'

// What an operator's looks cost with a million entries and a million tasks in a SQLite file: every filter, page and count.
//   --stored=1000000  --json
const stored = Number(process.argv.find((argument) => argument.startsWith('--stored='))?.split('=')[1] ?? 1_000_000)
const repeats = 15
const day = 24 * 3_600_000

function fillTaskRows(file: string): void {
  const database = new Libsql(file)
  database.exec('PRAGMA synchronous = OFF')
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  database.exec('BEGIN IMMEDIATE')
  database.exec(`${numbers(stored)} INSERT INTO tasks
      (scope, id, version, kind, outcome, opened_at, due_at, unique_keys, keys, body)
    SELECT '${scope}', printf('t%09d', i), 1,
      CASE i % 3 WHEN 0 THEN 'registration' WHEN 1 THEN 'conversion' ELSE 'certification' END,
      CASE WHEN i % 500 = 0 THEN 'failed' WHEN i % 100 = 1 THEN 'pending' ELSE 'succeeded' END,
      ${from} + i, CASE WHEN i % 100 = 1 THEN ${from} + i END,
      json_array(printf('guard %d', i)), json_array(printf('account %d', i % 20000)), hex(randomblob(200)) FROM n`)
  database.exec(`INSERT INTO task_keys SELECT scope, json_extract(unique_keys, '$[0]'), seq, 1 FROM tasks`)
  database.exec(`INSERT INTO task_keys SELECT scope, json_extract(keys, '$[0]'), seq, 0 FROM tasks`)
  database.exec('COMMIT')
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  database.close()
}

async function p50Ms(look: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < repeats; round += 1) {
    const startedAt = performance.now()
    await look(round)
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

const filters: Readonly<Record<string, EntryFilter>> = {
  'no filter': {},
  'by state (dead)': { state: 'dead' },
  'by InfoType': { infoType: 'notify_third_fasteregister' },
  'by InfoType that is not there': { infoType: 'authorised' },
  'by account': { appid: 'wx0000000000000010' },
  'by time (one hour)': { receivedFrom: from + 20 * day, receivedBefore: from + 20 * day + 3_600_000 },
  'by state and InfoType': { state: 'dead', infoType: 'authorized' },
  'by state, account and time': { state: 'handled', appid: 'wx0000000000000011', receivedFrom: from + 10 * day },
  'by InfoType and account': { infoType: 'unauthorized', appid: 'wx0000000000000011' },
}

async function measureEntries({ inbox }: SqliteStorage, rows: Row[]): Promise<void> {
  for (const [name, filter] of Object.entries(filters)) {
    for (const order of ['oldest', 'newest'] as const) {
      const options: ListOptions = { ...filter, order }
      rows.push({ name: `list ${name}, ${order} first`, p50Ms: await p50Ms(() => inbox.list(options)) })
      const { next } = await inbox.list({ ...options, limit: 50 })
      if (next !== undefined)
        rows.push({ name: `… the page after`, p50Ms: await p50Ms(() => inbox.list({ ...options, after: next })) })
    }
    rows.push({ name: `count ${name}, up to 1,000`, p50Ms: await p50Ms(() => inbox.count(filter)) })
  }
  rows.push({ name: 'counts', p50Ms: await p50Ms(() => inbox.counts()) })
}

async function measureTasks({ tasks }: SqliteStorage, rows: Row[]): Promise<void> {
  const row = (id: string) => ({
    ...{ scope, id, kind: 'registration', outcome: 'pending', openedAt: from },
    ...{ unique: [`guard ${id}`], keys: ['account 7'], body: '{}' },
  })
  const looks: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
    'task: write': (round) => tasks.write([{ row: row(`u${round}`), expected: 0 }]),
    'task: find by key': () => tasks.find(scope, 'account 42'),
    'task: list by kind and outcome': () => tasks.list(scope, { kind: 'registration', outcome: 'failed' }),
    'task: list by outcome': () => tasks.list(scope, { outcome: 'failed' }),
    'task: list, the page after': () => tasks.list(scope, { after: 't000500000' }),
    'task: claim 10': (round) => tasks.claimDue(scope, from + stored, from + stored + 1_000 + round, 10),
    'task: counts': () => tasks.counts(scope),
  }
  for (const [name, look] of Object.entries(looks)) rows.push({ name, p50Ms: await p50Ms(look) })
}

const directory = mkdtempSync(join(tmpdir(), 'wehook-bench-'))
const file = join(directory, 'wehook.db')
await fillEntries(file, stored)
fillTaskRows(file)
const storage = sqliteStorage({ file, warn: () => undefined })
const rows: Row[] = []
await measureEntries(storage, rows)
await measureTasks(storage, rows)
await storage.close()
rmSync(directory, { recursive: true })
const slowest = Math.max(...rows.map(({ p50Ms: ms }) => Number(ms)))
const targets: Target[] = [{ text: 'slowest look, ms', value: slowest, target: 10, kind: 'most' }]
print({ title: `Looks at ${stored} stored entries and tasks (SQLite)`, rows, targets })
