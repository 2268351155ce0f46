import assert from 'node:assert/strict'
import { isWehookError } from '@wehook/core'
import { postgresStorage } from '@wehook/postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newEntries, newEntry } from '../support/entries.js'
import {
  createOwnPostgres,
  createPostgresDatabase,
  type PostgresDatabase,
  requireOwnPostgres,
} from '../support/postgres.js'

describe.skipIf(!requireOwnPostgres())('durability of PostgreSQL', () => {
  const server = createOwnPostgres()
  let database: PostgresDatabase
  beforeAll(async () => {
    await server.start()
    database = await createPostgresDatabase(server.address)
  }, 60_000)
  afterAll(async () => {
    await database?.closePools()
    await server.close()
  })
  const open = (settings = '', options: Omit<Parameters<typeof postgresStorage>[0], 'pool'> = {}) =>
    postgresStorage({ pool: database.pool({ options: settings }), schema: database.schema, warn: () => {}, ...options })

  /** Makes each commit of a table note the setting that it commits with. */
  const noteCommits = (table: string) =>
    database.query(`
      CREATE TABLE IF NOT EXISTS noted (setting TEXT);
      CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO ${database.schema}.noted VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER noting AFTER INSERT OR UPDATE ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()`)
  const noted = async () => {
    const rows = await database.query('SELECT DISTINCT setting FROM noted')
    await database.query('DELETE FROM noted')
    return rows.map(({ setting }) => setting)
  }

  it.each([
    { given: 'off', committed: 'on' },
    { given: 'on', committed: 'on' },
    { given: 'local', committed: 'local' },
    { given: 'remote_apply', committed: 'remote_apply' },
  ])(
    'R9: commits pushes, tokens, locks and handlers with synchronous_commit $committed where the host says $given',
    async ({ given, committed }) => {
      await open().ready()
      const storage = open(`-c synchronous_commit=${given}`)
      const writes: Readonly<Record<string, () => Promise<unknown>>> = {
        wehook_entries: () => storage.inbox.put(newEntry()),
        wehook_tokens: () => storage.tokens.set('k', { value: 'v', asOf: Date.now() }),
        wehook_marks: () => storage.inTransaction(`noted-${given}`, () => undefined)({ id: newEntry().id }),
      }
      for (const [table, write] of Object.entries(writes)) {
        await noteCommits(table)
        await write()
        await database.query(`DROP TRIGGER noting ON ${table}`)
        assert.deepEqual(await noted(), [committed], table)
      }
      await noteCommits('wehook_locks')
      await storage.tokens.withLock(`l-${given}`, async () => assert.deepEqual(await noted(), [committed], 'locks'))
      await database.query('DROP TRIGGER noting ON wehook_locks')
      await noted()
    },
  )

  it('R43: refuses an UNLOGGED table, and a server without fsync, unless told otherwise', async () => {
    await open().ready()
    await database.query('ALTER TABLE wehook_entries SET UNLOGGED')
    await expect(open().inbox.put(newEntry())).rejects.toThrow(/UNLOGGED/)
    assert.equal(await open('', { allowVolatile: true }).inbox.put(newEntry()), 'stored')
    await database.query('ALTER TABLE wehook_entries SET LOGGED')
    await database.query('ALTER SYSTEM SET fsync = off')
    await reload()
    const error = await open()
      .inbox.put(newEntry())
      .catch((thrown: unknown) => thrown)
    assert.ok(isWehookError(error, 'ERR_INBOX_UNAVAILABLE'))
    assert.match(`${error.message} ${error.hint}`, /fsync is off.*allowVolatile/)
    await database.query('ALTER SYSTEM RESET fsync')
    await reload()
    assert.equal(await open().inbox.put(newEntry()), 'stored')
  })

  it('R43: warns when full_page_writes is off', async () => {
    await database.query('ALTER SYSTEM SET full_page_writes = off')
    await reload()
    const warnings: string[] = []
    await open('', { warn: (message) => warnings.push(message) }).ready()
    await database.query('ALTER SYSTEM RESET full_page_writes')
    await reload()
    assert.match(warnings.join(), /full_page_writes is off/)
  })

  /** A setting is in force when a new connection shows it. */
  const reload = async () => {
    await database.query('SELECT pg_reload_conf()')
    const [wanted] = await database.query(`SELECT count(*) AS n FROM pg_file_settings WHERE NOT applied`)
    assert.equal(Number(wanted?.['n']), 0)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }

  it('keeps what was acknowledged when the server is killed', async () => {
    const storage = open('-c synchronous_commit=off')
    const acknowledged: string[] = []
    const putting = newEntries(300).map((entry) =>
      storage.inbox.put(entry).then(
        () => acknowledged.push(entry.id),
        () => undefined,
      ),
    )
    await Promise.race(putting)
    await server.kill()
    await Promise.all(putting)
    await server.start()
    const again = open()
    for (const id of acknowledged) assert.ok(await again.inbox.get(id), 'acknowledged and lost')
    assert.ok(acknowledged.length > 0)
  }, 60_000)
})
