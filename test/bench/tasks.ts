import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@wehook/client'
import { type AuthorizationEvents, readEvent, type TaskStore } from '@wehook/core'
import type { TaskPut } from '@wehook/core/storage'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { createTasks, type Tasks } from '@wehook/tasks'
import { createOwnRedis } from '../support/redis.js'
import { percentile } from './inbox-load.js'
import { median } from './measure.js'
import { print, type Row, type Target } from './report.js'
import { openMysql, openPostgres } from './sql-databases.js'
import { fillTasks } from './tasks-fill.js'
import { fillSqlTasks, mysqlFill, postgresFill } from './tasks-fill-sql.js'

// How long it takes to open a task, to change it by a push and to claim due ones, with no other task stored and with a million.
// Rounds alternate between a store with few tasks and a full one.
//   --stored=1000000  --count=400  --rounds=3  --json
const option = (name: string, fallback: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const stored = option('stored', 1_000_000)
const count = option('count', 400)
const rounds = option('rounds', 3)

export const scope = 'wx0123456789abcdef'

type Push = (event: AuthorizationEvents['notify_third_fasteregister']) => Promise<void>

/** Tasks over a store, with a client that answers at once and a receiver that hands its pushes to us. */
function tasksOver(store: TaskStore): { readonly tasks: Tasks; push(taskid: string): Promise<void> } {
  let n = 0
  const enterprise = {
    create: async () => ({ taskid: `bench-${process.hrtime.bigint()}`, authorize_url: `https://x/${n++}` }),
  }
  const client = { componentAppId: scope, checkInput() {}, registration: { enterprise } } as unknown as Client
  const handlers = new Map<string, Push>()
  const on = (infoType: string, handler: Push) => {
    handlers.set(infoType, handler)
    return () => {}
  }
  const tasks = createTasks({ receiver: { on: on as never }, client, store, logger: false })
  return {
    tasks,
    async push(taskid) {
      const seconds = Math.floor(Date.now() / 1_000)
      const info = `<info><name></name><code>${taskid}</code><code_type>0</code_type><taskid>${taskid}</taskid></info>`
      const xml = `<xml><AppId>${scope}</AppId><CreateTime>${seconds}</CreateTime><InfoType>notify_third_fasteregister</InfoType><status>101</status><msg></msg>${info}</xml>`
      const event = readEvent(
        { componentAppId: scope, xml, id: taskid, timestamp: seconds } as never,
        { receivedAt: Date.now() } as never,
      )
      await handlers.get('notify_third_fasteregister')?.(event as never)
    },
  }
}

async function p50(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  )
}

interface Figures {
  readonly openMs: number
  readonly changeMs: number
  readonly scanMs: number
}

async function measure(store: TaskStore): Promise<Figures> {
  const { tasks, push } = tasksOver(store)
  const taskids: string[] = []
  const openMs = await p50(async () => {
    const code = `${process.hrtime.bigint()}`
    const task = await tasks.registration.enterprise.create(
      { name: '样例', code, component_phone: '0' },
      { reference: `b-${code}` },
    )
    taskids.push(task.wechat.taskid ?? '')
  })
  const changeMs = await p50(() => push(taskids.shift() ?? ''))
  const scanMs = await p50(() => store.claimDue(scope, Date.now(), Date.now() + 1, 20))
  return { openMs, changeMs, scanMs }
}

const rows: Row[] = []
const targets: Target[] = []

/** An empty store beside a full one, in alternating rounds; the first round of each warms up. */
async function compare(name: string, empty: TaskStore, full: TaskStore): Promise<void> {
  const found: { readonly empty: Figures[]; readonly full: Figures[] } = { empty: [], full: [] }
  for (let round = 0; round <= rounds; round++) {
    const figures = { empty: await measure(empty), full: await measure(full) }
    if (round === 0) continue
    found.empty.push(figures.empty)
    found.full.push(figures.full)
  }
  const medians = (all: readonly Figures[]): Figures => ({
    openMs: median(all.map(({ openMs }) => openMs)),
    changeMs: median(all.map(({ changeMs }) => changeMs)),
    scanMs: median(all.map(({ scanMs }) => scanMs)),
  })
  const [without, among] = [medians(found.empty), medians(found.full)]
  rows.push(
    { name: `${name}, none stored`, ...without },
    { name: `${name}, ${stored.toLocaleString('en')} stored`, ...among },
  )
  for (const key of ['openMs', 'changeMs', 'scanMs'] as const) {
    const value = among[key] / without[key]
    targets.push({ text: `${name}: ${key} full / empty`, value, target: 1.2, kind: 'most' })
  }
}

async function compareSqlite(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-bench-tasks-'))
  const [emptyFile, fullFile] = [join(folder, 'empty.db'), join(folder, 'full.db')]
  const [empty, full] = [sqliteStorage({ file: emptyFile }), sqliteStorage({ file: fullFile })]
  await measure(full.tasks)
  await fillTasks(fullFile, scope, stored)
  await compare('SQLite', empty.tasks, full.tasks)
  await empty.close()
  await full.close()
  rmSync(folder, { recursive: true })
}

async function compareRedis(): Promise<void> {
  const servers = [createOwnRedis(), createOwnRedis()] as const
  // A rewrite of the file in the midst of filling would hold writes up for seconds.
  for (const server of servers) await server.start('--auto-aof-rewrite-percentage', '0')
  const [empty, full] = [
    redisStorage({ connection: servers[0].socket }),
    redisStorage({ connection: servers[1].socket }),
  ]
  await fillRedis(full.tasks)
  await compare('Redis', empty.tasks, full.tasks)
  await empty.close()
  await full.close()
  for (const server of servers) await server.close()
}

async function fillRedis(store: TaskStore): Promise<void> {
  const at = Date.now()
  const row = (n: number): TaskPut => ({
    row: {
      scope,
      id: `0fill-${String(n).padStart(9, '0')}`,
      kind: 'registration.enterprise',
      outcome: n % 10 === 0 ? 'pending' : 'succeeded',
      openedAt: at,
      ...(n % 10 === 0 && { dueAt: at + 86_400_000 + n, dueFrom: at }),
      unique: [`registration:fill-${n}`],
      keys: [`reference:fill-${n}`],
      body: '{}'.padEnd(1_500),
    },
    expected: 0,
  })
  const together = 256
  for (let n = 0; n < stored; n += 4 * together) {
    const batches = Array.from({ length: together }, (_, batch) =>
      [0, 1, 2, 3].map((place) => row(n + 4 * batch + place)),
    )
    await Promise.all(batches.map((batch) => store.write(batch)))
  }
}

async function compareMysql(): Promise<void> {
  const open = () => openMysql('--innodb-buffer-pool-size=4G', '--innodb-log-file-size=512M')
  const [empty, full] = [await open(), await open()]
  await measure(full.storage.tasks)
  await fillSqlTasks({ ...mysqlFill, run: (sql) => full.pool.query(sql) }, stored)
  await full.pool.query('ANALYZE TABLE wehook_tasks, wehook_task_keys')
  await compare('MySQL', empty.storage.tasks, full.storage.tasks)
  await empty.close()
  await full.close()
}

async function comparePostgres(): Promise<void> {
  const open = () => openPostgres('shared_buffers=4GB', 'max_wal_size=8GB')
  const [empty, full] = [await open(), await open()]
  await measure(full.storage.tasks)
  await fillSqlTasks({ ...postgresFill, run: (sql) => full.pool.query(sql) }, stored)
  await full.pool.query('VACUUM ANALYZE wehook_tasks, wehook_task_keys')
  await full.pool.query('CHECKPOINT')
  await compare('PostgreSQL', empty.storage.tasks, full.storage.tasks)
  await empty.close()
  await full.close()
}

const comparisons = { SQLite: compareSqlite, Redis: compareRedis, MySQL: compareMysql, PostgreSQL: comparePostgres }
for (const [name, compareStorage] of Object.entries(comparisons)) {
  console.error(`tasks: ${name}: filling with ${stored.toLocaleString('en')} tasks, then measuring`)
  await compareStorage()
}

print({
  title: 'tasks: p50 of opening (two writes), of a change by push and of claiming due tasks, in ms',
  rows,
  targets,
})
