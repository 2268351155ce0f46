import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { isWehookError } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newEntries, newEntry } from '../support/entries.js'
import {
  createMysqlDatabase,
  createOwnMysql,
  type HostPool,
  type MysqlDatabase,
  requireOwnMysql,
} from '../support/mysql.js'
import { requireOrSkip } from '../support/requirement.js'

describe.skipIf(!requireOwnMysql())('durability of MySQL', () => {
  const server = createOwnMysql()
  let database: MysqlDatabase
  beforeAll(async () => {
    await server.start('--max-allowed-packet=1M', '--log-bin=bin', '--server-id=1', '--sync-binlog=1')
    database = await createMysqlDatabase(server.address)
  }, 60_000)
  afterAll(async () => {
    await database?.closePools()
    await server.close()
  })
  const open = (pool: HostPool = {}, options: Omit<Parameters<typeof mysqlStorage>[0], 'pool'> = {}) =>
    mysqlStorage({ pool: database.pool(pool), warn: () => {}, ...options })

  it('R8: refuses a pool that commits nothing, at start and at every put', async () => {
    const before = await open().inbox.count({})
    const silent = open({ onConnect: ['SET SESSION autocommit = 0'] })
    await expect(silent.ready()).rejects.toThrow(/autocommit off/)
    const blind = open({ onConnect: ['SET SESSION autocommit = 0'] }, { allowVolatile: true })
    const error = await blind.inbox.put(newEntry()).catch((thrown: unknown) => thrown)
    assert.ok(isWehookError(error, 'ERR_INBOX_UNAVAILABLE'))
    assert.match(error.message, /autocommit off/)
    await expect(blind.tokens.withLock('l', async () => 1)).rejects.toThrow(/autocommit off/)
    assert.equal(await open().inbox.count({}), before)
  })

  it('R11: stores texts of 256 KiB in a group with packets of 1 MB', async () => {
    const entries = Array.from({ length: 12 }, () => newEntry({ xml: 'x'.repeat(256 * 1024) }))
    const { inbox } = open()
    assert.deepEqual([...new Set(await Promise.all(entries.map((entry) => inbox.put(entry))))], ['stored'])
  })

  it('R43: refuses a server that does not flush at commit, unless told otherwise', async () => {
    for (const value of [0, 2]) {
      await database.query(`SET GLOBAL innodb_flush_log_at_trx_commit = ${value}`)
      const error = await open()
        .inbox.put(newEntry())
        .catch((thrown: unknown) => thrown)
      assert.ok(isWehookError(error, 'ERR_INBOX_UNAVAILABLE'))
      assert.match(`${error.message} ${error.hint}`, /innodb_flush_log_at_trx_commit is [02].*allowVolatile/)
      assert.equal(await open({}, { allowVolatile: true }).inbox.put(newEntry()), 'stored')
    }
    await database.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1')
    assert.equal(await open().inbox.put(newEntry()), 'stored')
  })

  it('R43: warns of a binary log that is not synced', async () => {
    const warnings: string[] = []
    const warn = (message: string) => void warnings.push(message)
    await open({}, { warn }).ready()
    assert.deepEqual(warnings, [])
    await database.query('SET GLOBAL sync_binlog = 0')
    await open({}, { warn }).ready()
    await open({}, { warn, language: 'zh' }).ready()
    await database.query('SET GLOBAL sync_binlog = 1')
    assert.match(warnings[0] ?? '', /sync_binlog is not 1/)
    assert.match(warnings[1] ?? '', /从库/)
  })

  it('R43: refuses a table of another engine', async () => {
    await open().ready()
    await database.query('ALTER TABLE wehook_locks ENGINE = MyISAM')
    await expect(open().ready()).rejects.toThrow(/another engine than InnoDB/)
    await database.query('ALTER TABLE wehook_locks ENGINE = InnoDB')
    await open().ready()
  })

  it('keeps what was acknowledged when the server is killed', async () => {
    const storage = open()
    const entries = newEntries(300)
    const acknowledged: string[] = []
    const putting = entries.map((entry) =>
      storage.inbox.put(entry).then(
        () => acknowledged.push(entry.id),
        () => undefined,
      ),
    )
    await Promise.race(putting)
    await server.kill()
    await Promise.all(putting)
    await database.closePools()
    await server.start()
    const again = open()
    for (const id of acknowledged) assert.ok(await again.inbox.get(id), 'acknowledged and lost')
    assert.ok(acknowledged.length > 0)
  }, 60_000)
})

type Storage = ReturnType<typeof mysqlStorage>

const canSlow = requireOrSkip('strace', spawnSync('strace', ['-V']).status === 0)
describe.skipIf(!canSlow || !requireOwnMysql())('MySQL on a slow disk', () => {
  const server = createOwnMysql()
  let database: MysqlDatabase
  beforeAll(async () => {
    await server.start()
    database = await createMysqlDatabase(server.address)
  }, 60_000)
  afterAll(async () => {
    await database?.closePools()
    await server.close()
  })

  it('R3: answers `duplicate` only when the first put is on disk', async () => {
    const [first, second] = [1, 2].map(() => mysqlStorage({ pool: database.pool() })) as [Storage, Storage]
    await Promise.all([first.inbox.put(newEntry()), second.inbox.put(newEntry())])
    const entry = newEntry()
    const slow = await slowSyncs(server.pid(), 400)
    try {
      const startedAt = performance.now()
      const storing = first.inbox.put(entry)
      await sleep(200)
      assert.equal(await second.inbox.put(entry), 'duplicate')
      const duplicateMs = performance.now() - startedAt
      assert.equal(await storing, 'stored')
      const storedMs = performance.now() - startedAt
      assert.ok(storedMs >= 380, `stored after ${storedMs} ms, so the disk was not slow`)
      assert.ok(duplicateMs >= 380, `duplicate after ${duplicateMs} ms, before the row was on disk`)
    } finally {
      slow.kill('SIGKILL')
    }
  })
})

/** Each sync of the server's files takes so much longer. */
async function slowSyncs(pid: number, ms: number): Promise<ChildProcess> {
  const calls = 'fsync,fdatasync'
  const tracer = spawn(
    'strace',
    ['-f', '-qq', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:delay_exit=${ms * 1_000}`],
    {
      stdio: 'ignore',
    },
  )
  await sleep(500)
  return tracer
}
