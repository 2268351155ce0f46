import assert from 'node:assert/strict'
import type { TaskPut } from '@wehook/core/storage'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { afterAll, describe, it, onTestFinished } from 'vitest'
import { newEntry } from '../support/entries.js'
import { createMysqlDatabase, findMysql } from '../support/mysql.js'
import { createPostgresDatabase, findPostgres } from '../support/postgres.js'

const [mysql, postgres] = await Promise.all([findMysql(), findPostgres()])
afterAll(async () => {
  await Promise.all([mysql?.close(), postgres?.close()])
})

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

interface Queried {
  readonly sql?: string
  readonly text?: string
  readonly values?: readonly unknown[]
}

/** Notes what is run on a connection of a host's pool. */
function note(connection: { query: unknown }, notes: Statement[]): void {
  const query = (connection.query as (...args: readonly unknown[]) => unknown).bind(connection)
  connection.query = (...args: readonly unknown[]) => {
    const { sql, text = sql, values = [] } = args[0] as Queried
    if (text !== undefined) notes.push({ text, values })
    return query(...args)
  }
}

const few = 2_000
const filled = /wehook_(entries|tasks|task_keys)\b/

/** A storage whose statements are noted, and the tables that a statement would read row by row. */
const kinds = {
  async mysql(notes: Statement[]) {
    const database = await createMysqlDatabase(mysql?.address ?? {})
    onTestFinished(() => database.close())
    const pool = database.pool()
    pool.on('connection', (connection) => note(connection, notes))
    return {
      database,
      storage: mysqlStorage({ pool }),
      analyze: 'ANALYZE TABLE wehook_entries, wehook_tasks, wehook_task_keys',
      async scanned({ text }: Statement) {
        const steps = await database.query(`EXPLAIN ${text}`)
        // What is sorted was read whole first.
        const isLong = (step: (typeof steps)[number]) =>
          Number(step['rows']) > few && /filesort/.test(String(step['Extra']))
        const isWhole = (step: (typeof steps)[number]) => step['type'] === 'ALL' && filled.test(String(step['table']))
        return steps.filter((step) => isWhole(step) || isLong(step)).map(({ table }) => String(table))
      },
    }
  },
  async postgres(notes: Statement[]) {
    const database = await createPostgresDatabase(postgres?.address ?? {})
    onTestFinished(() => database.close())
    const pool = database.pool()
    pool.on('connect', (client) => note(client, notes))
    const beside = database.pool()
    return {
      database,
      storage: postgresStorage({ pool, schema: database.schema }),
      analyze: 'ANALYZE',
      async scanned({ text, values }: Statement) {
        const { rows } = await beside.query(`EXPLAIN ${text}`, [...values])
        const plan: readonly string[] = rows.map((row) => row['QUERY PLAN'])
        const sorted = plan.filter((line) => /Sort/.test(line) && Number(/rows=(\d+)/.exec(line)?.[1]) > few)
        const whole = plan.filter((line) => /Seq Scan/.test(line) && filled.test(line))
        return [...whole, ...sorted]
      },
    }
  },
}

const isThere = { mysql: mysql !== undefined, postgres: postgres !== undefined }
const count = 20_000
const scope = 'wx0123456789abcdef'

describe.each(['mysql', 'postgres'] as const)('R19: on %s', (kind) => {
  it.skipIf(!isThere[kind])(
    'what is asked of many entries and tasks goes through an index',
    { timeout: 120_000 },
    async () => {
      const notes: Statement[] = []
      const { database, storage, analyze, scanned } = await kinds[kind](notes)
      onTestFinished(() => storage.close())
      await storage.ready()
      // As the storage numbers them: 2 dead, 3 handled.
      const put = (_: unknown, n: number) =>
        storage.inbox.put(newEntry({ infoType: n % 2 ? 'authorized' : 'unauthorized', appid: `wx${n % 5_000}` }))
      for (let n = 0; n < count; n += 2_000) await Promise.all(Array.from({ length: 2_000 }, put))
      await database.query('UPDATE wehook_entries SET state = 3 WHERE seq % 100 > 1')
      await database.query('UPDATE wehook_entries SET state = 2 WHERE seq % 100 = 1')
      const task = (n: number): TaskPut => ({
        expected: 0,
        row: {
          ...{
            scope,
            id: `t${String(n).padStart(6, '0')}`,
            kind: n % 2 ? 'a' : 'b',
            outcome: n % 50 ? 'succeeded' : 'pending',
          },
          ...{ openedAt: n, dueAt: n, unique: [`u:${n}`], keys: [`k:${n}`], body: '{}' },
        },
      })
      for (let n = 0; n < 4_000; n += 400) {
        await Promise.all(
          Array.from({ length: 100 }, (_, m) => storage.tasks.write([0, 1, 2, 3].map((i) => task(n + 4 * m + i)))),
        )
      }
      await database.query(analyze)

      notes.length = 0
      const [first] = (await storage.inbox.list({ state: 'dead', order: 'newest', limit: 10 })).entries
      assert.ok(first)
      await storage.inbox.list({ infoType: 'authorized', order: 'oldest', limit: 10 })
      await storage.inbox.list({ appid: 'wx17', order: 'newest', limit: 10 })
      await storage.inbox.list({ state: 'handled', order: 'newest', limit: 10, receivedBefore: Date.now() })
      await storage.inbox.count({ appid: 'wx17' }, 1_000)
      await storage.inbox.get(first.id)
      await storage.inbox.requeue(first.id)
      const consumer = await storage.inbox.consume(async () => 'handled', {
        concurrency: 4,
        retryDelaysMs: [],
        onError() {},
      })
      await new Promise((resolve) => setTimeout(resolve, 300))
      await consumer.close({ timeoutMs: 5_000 })
      await storage.tasks.get(scope, 't000001')
      await storage.tasks.find(scope, 'k:1')
      await storage.tasks.list(scope, { kind: 'a', outcome: 'pending', limit: 10 })
      await storage.tasks.list(scope, { limit: 10 })
      await storage.tasks.nextDueAt(scope)
      await storage.tasks.claimDue(scope, 100, 200, 10)
      const asked = new Map(
        notes.filter(({ text }) => /^\s*SELECT[\s\S]*\bFROM\b/.test(text)).map((note) => [note.text, note]),
      )
      assert.ok(asked.size > 10, `only ${asked.size} statements`)
      for (const statement of asked.values()) {
        assert.deepEqual(await scanned(statement), [], statement.text)
      }
    },
  )
})
