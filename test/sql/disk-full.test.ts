import assert from 'node:assert/strict'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isWehookError } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { describe, it, onTestFinished, vi } from 'vitest'
import { newEntry } from '../support/entries.js'
import { createMysqlDatabase, createOwnMysql, requireOwnMysql } from '../support/mysql.js'
import { createOwnPostgres, createPostgresDatabase, requireOwnPostgres } from '../support/postgres.js'
import { requireOrSkip } from '../support/requirement.js'
import type { SqlStorage } from '../support/sql-harness.js'
import { canMount, mountTmpfs } from '../support/volume.js'

const megabytes = 400

/** Takes all room that is left; the returned function gives it back. */
function fillUp(folder: string): () => void {
  const path = join(folder, 'filler')
  const file = openSync(path, 'w')
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size))
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
    }
  }
  closeSync(file)
  return () => rmSync(path)
}

const kinds = {
  async MySQL(folder: string): Promise<SqlStorage> {
    const server = createOwnMysql(folder)
    onTestFinished(() => server.close())
    await server.start('--innodb-log-file-size=16M')
    const database = await createMysqlDatabase(server.address)
    return mysqlStorage({ pool: database.pool(), warn: () => {} })
  },
  async PostgreSQL(folder: string): Promise<SqlStorage> {
    const server = createOwnPostgres(folder)
    onTestFinished(() => server.close())
    await server.start('max_wal_size=64MB')
    const database = await createPostgresDatabase(server.address)
    return postgresStorage({ pool: database.pool(), schema: database.schema, warn: () => {} })
  },
}

const isThere = { MySQL: requireOwnMysql(), PostgreSQL: requireOwnPostgres() }
const mayMount = requireOrSkip('the right to mount a volume', canMount)

describe.each(['MySQL', 'PostgreSQL'] as const)('%s on a full disk', (kind) => {
  it.skipIf(!isThere[kind] || !mayMount)(
    'refuses, keeps what was stored, and resumes within a second of room',
    async () => {
      const volume = mountTmpfs(megabytes)
      onTestFinished(() => volume.remove())
      const storage = await kinds[kind](volume.path)
      onTestFinished(() => storage.close())
      await storage.ready()
      const long = () => newEntry({ xml: 'x'.repeat(100_000) })
      const stored: string[] = []
      const makeRoom = fillUp(volume.path)
      let refusal: unknown
      for (let n = 0; n < 500 && refusal === undefined; n++) {
        const entry = long()
        const startedAt = performance.now()
        try {
          await storage.inbox.put(entry)
          stored.push(entry.id)
        } catch (error) {
          refusal = error
          assert.ok(performance.now() - startedAt < 2_000)
        }
      }
      assert.ok(isWehookError(refusal, 'ERR_INBOX_UNAVAILABLE'), String(refusal))
      assert.equal(refusal.httpStatus, 503)
      for (const id of stored) assert.ok(await storage.inbox.get(id))
      makeRoom()
      const roomAt = performance.now()
      await vi.waitFor(async () => assert.equal(await storage.inbox.put(long()), 'stored'), {
        timeout: 10_000,
        interval: 20,
      })
      assert.ok(performance.now() - roomAt < 1_000)
      assert.equal((await storage.inbox.counts()).pending, stored.length + 1)
    },
    90_000,
  )
})
