import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@wehook/client'
import { createConsole } from '@wehook/console'
import { createHealth, createReceiver, type Inbox, type TaskStore } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { createTasks } from '@wehook/tasks'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'
import { createOwnMysql } from '../support/mysql.js'
import { createOwnPostgres } from '../support/postgres.js'
import { createOwnRedis } from '../support/redis.js'
import { percentile } from './inbox-load.js'
import { print, type Row, type Target } from './report.js'
import { fillEntries, from, scope } from './stored-fill.js'
import { fillTasks } from './tasks-fill.js'

// First byte and size of every page of the console over HTTP, with a million pushes and 100,000 tasks stored.
//   --stored=1000000  --tasks=100000  --only=SQLite  --json
const option = (name: string) => process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1]
const stored = Number(option('stored') ?? 1_000_000)
const taskCount = Number(option('tasks') ?? 100_000)
const only = option('only')
const repeats = 40

interface Storage {
  readonly inbox: Inbox
  readonly tasks: TaskStore
}

/** Tasks over a store, with a client that answers at once and no pushes. */
function tasksOver(store: TaskStore) {
  const enterprise = {
    create: async () => ({ taskid: `bench-${process.hrtime.bigint()}`, authorize_url: 'https://x/1' }),
  }
  const client = { componentAppId: scope, checkInput() {}, registration: { enterprise } } as unknown as Client
  return createTasks({ receiver: { on: () => () => {} }, client, store, logger: false })
}

const openOne = (store: TaskStore) =>
  tasksOver(store).registration.enterprise.create(
    { name: '样例', code: `${process.hrtime.bigint()}`, component_phone: '0' },
    { reference: `bench-${process.hrtime.bigint()}` },
  )

async function measure(name: string, { inbox, tasks: store }: Storage, rows: Row[]): Promise<void> {
  const task = await openOne(store)
  const xml = `<xml><AppId>${scope}</AppId><CreateTime>1795000000</CreateTime><InfoType>authorized</InfoType></xml>`
  const push = { id: 'f'.repeat(64), componentAppId: scope, receivedAt: from, infoType: 'authorized', xml }
  await inbox.put(push)
  const receiver = createReceiver({
    componentAppId: scope,
    token: 't',
    encodingAesKey: 'a'.repeat(43),
    inbox,
    logger: false,
  })
  const console = createConsole({
    ...{ receiver, inbox, tasks: tasksOver(store), health: createHealth({ receiver, inbox }) },
    ...{ authorize: () => 'operator', allowActions: true, secret: 'a'.repeat(43) },
  })
  const server = createServer(toNodeHandler(console, { path: '/ops' }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ops`
  const { next = '' } = await inbox.list({ limit: 50, order: 'newest' })
  const pages: Readonly<Record<string, string>> = {
    overview: '',
    pushes: '?page=pushes',
    '… the page after': `?page=pushes&after=${encodeURIComponent(next)}`,
    '… dead, by InfoType': '?page=pushes&state=dead&infoType=authorized',
    '… by account': '?page=pushes&appid=wx0000000000000010',
    '… by time, oldest first': '?page=pushes&order=oldest&from=2026-11-20T00:00&before=2026-11-20T01:00',
    '… nothing matches': '?page=pushes&infoType=authorised',
    push: `?page=push&id=${push.id}`,
    confirm: '?page=confirm&action=discard',
    tasks: '?page=tasks',
    '… by outcome': '?page=tasks&outcome=succeeded',
    task: `?page=task&id=${task.id}`,
  }
  for (const [page, query] of Object.entries(pages)) rows.push(await measurePage(`${name}: ${page}`, base + query))
  server.closeAllConnections()
  server.close()
}

async function measurePage(name: string, url: string): Promise<Row> {
  const times: number[] = []
  let bytes = 0
  for (let round = 0; round < repeats; round += 1) {
    const startedAt = performance.now()
    const response = await fetch(url)
    times.push(performance.now() - startedAt)
    if (response.status !== 200) throw new Error(`${name} answered ${response.status}`)
    bytes = Buffer.byteLength(await response.text())
  }
  times.sort((a, b) => a - b)
  return { name, firstByteMs: percentile(times, 0.5), p95Ms: percentile(times, 0.95), kB: bytes / 1_000 }
}

async function onSqlite(rows: Row[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-bench-console-'))
  const file = join(folder, 'wehook.db')
  await fillEntries(file, stored)
  const storage = sqliteStorage({ file, warn: () => undefined })
  await openOne(storage.tasks)
  await fillTasks(file, scope, taskCount)
  await measure('SQLite', storage, rows)
  await storage.close()
  rmSync(folder, { recursive: true })
}

async function onRedis(rows: Row[]): Promise<void> {
  const redis = createOwnRedis()
  await redis.start('--appendonly', 'no')
  const storage = redisStorage({ connection: redis.socket, allowVolatile: true })
  await fillAndMeasure('Redis', storage, rows)
  await storage.close()
  await redis.close()
}

async function onMysql(rows: Row[]): Promise<void> {
  const server = createOwnMysql()
  await server.start('--innodb-buffer-pool-size=512M', '--innodb-log-file-size=512M')
  const { socketPath = '' } = server.address
  const admin = createPool({ socketPath, user: 'root' })
  await admin.query('CREATE DATABASE bench')
  await admin.end()
  const pool = createPool({ socketPath, user: 'root', database: 'bench' })
  const storage = mysqlStorage({ pool })
  await fillAndMeasure('MySQL', storage, rows)
  await storage.close()
  await pool.end()
  await server.close()
}

async function onPostgres(rows: Row[]): Promise<void> {
  const server = createOwnPostgres()
  await server.start('shared_buffers=512MB', 'max_wal_size=4GB')
  const pool = new Pool({ host: server.address.host, user: 'root', database: 'postgres' })
  const storage = postgresStorage({ pool })
  await fillAndMeasure('PostgreSQL', storage, rows)
  await storage.close()
  await pool.end()
  await server.close()
}

/** Filled as an app would fill it; nothing consumes, so all pushes are pending. */
async function fillAndMeasure(name: string, storage: Storage, rows: Row[]): Promise<void> {
  const infoTypes = ['component_verify_ticket', 'authorized', 'unauthorized', 'notify_third_fasteregister']
  const together = 2_000
  for (let first = 0; first < stored; first += together) {
    const put = (_: unknown, n: number) =>
      storage.inbox.put({
        ...{ id: String(first + n).padStart(64, '0'), componentAppId: scope, receivedAt: from + (first + n) * 2_592 },
        ...{ infoType: infoTypes[n % 4] ?? '', appid: `wx${String(n).padStart(16, '0')}`, xml: '<xml/>' },
      })
    await Promise.all(Array.from({ length: together }, put))
    if (first % 100_000 === 0)
      console.error(`${name}: ${first.toLocaleString('en')} of ${stored.toLocaleString('en')} pushes`)
  }
  await openOne(storage.tasks)
  const [row] = (await storage.tasks.list(scope, { limit: 1 })).rows
  if (!row) throw new Error('the task is not listed')
  const { version: _, ...model } = row
  const taskOf = (n: number) => ({
    expected: 0,
    row: {
      ...model,
      id: `0fill-${String(n).padStart(9, '0')}`,
      unique: [`registration:fill-${n}`],
      keys: [`reference:fill-${n}`],
    },
  })
  for (let first = 0; first < taskCount; first += 1_000) {
    await Promise.all(
      Array.from({ length: 250 }, (_, n) =>
        storage.tasks.write([0, 1, 2, 3].map((place) => taskOf(first + 4 * n + place))),
      ),
    )
  }
  await measure(name, storage, rows)
}

const storages: Readonly<Record<string, (rows: Row[]) => Promise<void>>> = {
  SQLite: onSqlite,
  Redis: onRedis,
  MySQL: onMysql,
  PostgreSQL: onPostgres,
}

const rows: Row[] = []
for (const [name, run] of Object.entries(storages)) if (only === undefined || only === name) await run(rows)
const most = (column: string) => Math.max(...rows.map((row) => Number(row[column])))
const targets: Target[] = [
  { text: 'slowest page, first byte p50, ms', value: most('firstByteMs'), target: 50, kind: 'most' },
  { text: 'largest page, kB', value: most('kB'), target: 100, kind: 'most' },
]
print({ title: `The console at ${stored} stored pushes and ${taskCount} tasks`, rows, targets })
