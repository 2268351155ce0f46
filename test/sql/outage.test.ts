import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isWehookError } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from 'vitest'
import { newEntries, newEntry } from '../support/entries.js'
import { createMysqlDatabase, createOwnMysql, requireOwnMysql } from '../support/mysql.js'
import { createOwnPostgres, createPostgresDatabase, requireOwnPostgres } from '../support/postgres.js'
import type { SqlStorage } from '../support/sql-harness.js'

/** A server of the suite's own, and how it is put into each kind of trouble. */
interface Patient {
  start(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  resume(): void
  close(): Promise<void>
  open(): Promise<Opened>
}

interface Opened {
  readonly storage: SqlStorage
  /** Runs a statement as the administrator, over a new connection. */
  admin(sql: string): Promise<readonly Record<string, unknown>[]>
  readonly readOnly: readonly string[]
  readonly writable: readonly string[]
  /** Ids of the connections of the storage's pool. */
  readonly connections: string
  readonly terminate: (id: unknown) => string
  /** Takes connections of the host's pool and keeps them. */
  take(count: number): Promise<() => void>
  close(): Promise<void>
}

function mysqlPatient(): Patient {
  const server = createOwnMysql()
  return {
    ...server,
    start: () => server.start('--innodb-lock-wait-timeout=50'),
    async open() {
      const database = await createMysqlDatabase(server.address)
      // An ordinary user: read_only does not bind an administrator.
      await database.query(`CREATE USER IF NOT EXISTS app@localhost; GRANT ALL ON ${database.name}.* TO app@localhost`)
      const pool = database.pool({ user: 'app' })
      const admin = await createMysqlDatabase(server.address)
      await admin.query(`USE ${database.name}`)
      return {
        storage: mysqlStorage({ pool, leaseMs: 2_000, warn: () => {} }),
        admin: admin.query,
        readOnly: ['SET GLOBAL read_only = 1'],
        writable: ['SET GLOBAL read_only = 0'],
        connections: `SELECT id FROM information_schema.processlist WHERE user = 'app'`,
        terminate: (id) => `KILL ${id}`,
        async take(count) {
          const taken = await Promise.all(Array.from({ length: count }, () => pool.promise().getConnection()))
          return () => {
            for (const connection of taken) connection.release()
          }
        },
        close: () => database.closePools(),
      }
    },
  }
}

function postgresPatient(): Patient {
  const server = createOwnPostgres()
  return {
    ...server,
    start: () => server.start(),
    async open() {
      const database = await createPostgresDatabase(server.address)
      const pool = database.pool({ application_name: database.schema })
      const setReadOnly = (value: string) => [
        `ALTER SYSTEM SET default_transaction_read_only = ${value}`,
        'SELECT pg_reload_conf()',
      ]
      return {
        storage: postgresStorage({ pool, schema: database.schema, leaseMs: 2_000, warn: () => {} }),
        admin: database.query,
        readOnly: setReadOnly('on'),
        writable: ['SET default_transaction_read_only = off', ...setReadOnly('off')],
        connections: `SELECT pid AS id FROM pg_stat_activity WHERE application_name = '${database.schema}'`,
        terminate: (id) => `SELECT pg_terminate_backend(${id})`,
        async take(count) {
          const taken = await Promise.all(Array.from({ length: count }, () => pool.connect()))
          return () => {
            for (const client of taken) client.release()
          }
        },
        close: () => database.closePools(),
      }
    },
  }
}

const resumesWithinMs = 1_000
const refusesWithinMs = 2_000

describe.each([
  { title: 'MySQL', isThere: requireOwnMysql(), create: mysqlPatient },
  { title: 'PostgreSQL', isThere: requireOwnPostgres(), create: postgresPatient },
])('outages of $title', ({ isThere, create }) => {
  describe.skipIf(!isThere)('with a server of its own', () => {
    let server: Patient
    let opened: Opened
    let storage: SqlStorage
    beforeAll(async () => {
      server = create()
      await server.start()
    }, 60_000)
    afterAll(() => server.close())
    beforeEach(async () => {
      opened = await server.open()
      storage = opened.storage
      await storage.ready()
      assert.equal(await storage.inbox.put(newEntry()), 'stored')
    })
    afterEach(async () => {
      await storage.close()
      await opened.close()
    })

    /** A push gets 503 in time, with a reason that says what to do. */
    const isRefused = async (says: RegExp = /./) => {
      const startedAt = performance.now()
      const error = await storage.inbox.put(newEntry()).catch((thrown: unknown) => thrown)
      const ms = performance.now() - startedAt
      assert.ok(isWehookError(error, 'ERR_INBOX_UNAVAILABLE'), String(error))
      assert.equal(error.httpStatus, 503)
      assert.ok(ms < refusesWithinMs, `refused after ${ms} ms`)
      assert.match(`${error.message} ${error.hint}`, says)
      assert.ok(error.zh.hint.length > 0)
    }
    const resumes = async () => {
      const startedAt = performance.now()
      await vi.waitFor(async () => assert.equal(await storage.inbox.put(newEntry()), 'stored'), {
        timeout: 10_000,
        interval: 20,
      })
      const ms = performance.now() - startedAt
      assert.ok(ms < resumesWithinMs, `resumed after ${ms} ms`)
    }
    const run = async (statements: readonly string[]) => {
      for (const sql of statements) await opened.admin(sql)
    }

    it('R38: a frozen server: refuses, and resumes within a second', async () => {
      server.freeze()
      try {
        await Promise.all([isRefused(/no answer in time/), isRefused(), isRefused()])
        await isRefused()
      } finally {
        server.resume()
      }
      await resumes()
    }, 30_000)

    it('a server that is killed and started again: refuses, resumes, and delivers what was put before', async () => {
      const entries = newEntries(20)
      await Promise.all(entries.map((entry) => storage.inbox.put(entry)))
      const seen: string[] = []
      const errors: unknown[] = []
      const consumer = await storage.inbox.consume(
        async ({ id }) => {
          seen.push(id)
          await sleep(5)
          return 'handled'
        },
        { concurrency: 2, retryDelaysMs: [10], onError: (error) => errors.push(error) },
      )
      await vi.waitFor(() => assert.ok(seen.length > 0))
      await server.kill()
      await isRefused(/cannot be reached/)
      await assert.rejects(storage.tokens.get('k'), { code: 'ERR_TOKEN_UNAVAILABLE' })
      await assert.rejects(storage.tasks.counts('s'), { code: 'ERR_TASK_UNAVAILABLE' })
      await server.start()
      await resumes()
      await vi.waitFor(
        async () =>
          assert.equal(
            (await storage.inbox.counts()).handled,
            entries.length + 2,
            JSON.stringify(await storage.inbox.counts()),
          ),
        { timeout: 50_000, interval: 100 },
      )
      for (const { id } of entries) assert.ok(seen.includes(id))
      await consumer.close({ timeoutMs: 1_000 })
    }, 90_000)

    it('R39: a server that became read-only: refuses, destroys its connections, resumes', async () => {
      await run(opened.readOnly)
      await sleep(200)
      const before = (await opened.admin(opened.connections)).map(({ id }) => id)
      await isRefused(/read-only/)
      await run(opened.writable)
      await sleep(200)
      await resumes()
      const after = (await opened.admin(opened.connections)).map(({ id }) => id)
      assert.ok(before.length > 0 && before.some((id) => !after.includes(id)), 'the connections are others now')
    }, 30_000)

    it('R33: connections that are killed again and again: loses nothing, and the process goes on', async () => {
      const entries = newEntries(200)
      const answers: string[] = []
      const putting = Promise.all(
        entries.map(async (entry, n) => {
          await sleep(n * 5)
          // WeChat repeats a push that was refused.
          for (;;) {
            const answer = await storage.inbox.put(entry).catch(() => undefined)
            if (answer) return void answers.push(answer)
          }
        }),
      )
      for (let round = 0; round < 20; round += 1) {
        for (const { id } of await opened.admin(opened.connections))
          await opened.admin(opened.terminate(id)).catch(() => undefined)
        await sleep(50)
      }
      await putting
      assert.equal(answers.length, entries.length)
      assert.equal(await storage.inbox.count({}), entries.length + 1)
    }, 30_000)

    it('R38: a pool without a free connection: refuses, and resumes when one is free', async () => {
      const giveBack = await opened.take(10)
      await isRefused(/no free connection/)
      giveBack()
      await resumes()
    }, 30_000)

    it('a row lock that somebody holds: refuses in time, and resumes', async () => {
      const entry = newEntry()
      await storage.inbox.put(entry)
      await opened.admin('BEGIN')
      await opened.admin('UPDATE wehook_entries SET attempts = 0')
      try {
        const startedAt = performance.now()
        const outcome = await storage.inbox.requeue(entry.id).catch((error: unknown) => error)
        // A pending entry is not requeued; PostgreSQL sees that without waiting for the lock.
        assert.ok(outcome === false || isWehookError(outcome))
        assert.ok(performance.now() - startedAt < 8_000)
      } finally {
        await opened.admin('ROLLBACK')
      }
      await resumes()
    }, 30_000)
  })
})
