import { describe, expect, it } from 'vitest'
import { migrate, migrations } from '../src/schema.js'
import { sqliteStorage } from '../src/storage.js'
import { connect, newEntry, newFile, openStorage } from './file.js'

const version = (file: string) => connect(file).prepare('PRAGMA user_version').get()

describe('schema', () => {
  it('is numbered, and made once', async () => {
    const file = newFile()
    await openStorage({ file }).inbox.put(newEntry({ id: 'kept' }))
    expect(version(file)).toMatchObject({ user_version: migrations.length })
    expect(await openStorage({ file }).inbox.get('kept')).toMatchObject({ id: 'kept' })
  })

  it('is brought up to date step by step, with the entries kept', async () => {
    const file = newFile()
    await openStorage({ file }).inbox.put(newEntry({ id: 'kept' }))
    const next = [...migrations, 'ALTER TABLE entries ADD COLUMN note TEXT', 'CREATE TABLE later (x TEXT)']
    const connection = connect(file)
    migrate(connection, file, next)
    migrate(connection, file, next)
    expect(version(file)).toMatchObject({ user_version: migrations.length + 2 })
    expect(connection.prepare('SELECT id, note FROM entries').all()).toEqual([{ id: 'kept', note: null }])
  })

  it('of the first version is migrated with all that it holds', async () => {
    const file = newFile()
    const connection = connect(file)
    connection.exec('PRAGMA journal_mode = WAL')
    migrate(connection, file, migrations.slice(0, 1))
    connection.exec(`
      INSERT INTO entries (id, component_app_id, info_type, received_at, state, attempts, due_at, settled_at, last_error) VALUES
        ('waits', 'wx1', 'authorized', 1, 'pending', 0, 5, NULL, NULL),
        ('died', 'wx1', 'unauthorized', 2, 'dead', 8, NULL, 7, 'Error at x.ts:1:1'),
        ('done', 'wx1', 'authorized', 3, 'handled', 1, 9, 8, NULL);
      INSERT INTO texts SELECT seq, '<xml/>' FROM entries;
      INSERT INTO tokens VALUES ('ticket', 'invented', 1, NULL);
      INSERT INTO locks VALUES ('lock', 41, 0)`)
    const { inbox, tokens } = openStorage({ file })
    expect(version(file)).toMatchObject({ user_version: migrations.length })
    expect((await inbox.list()).entries).toMatchObject([
      { id: 'waits', state: 'pending', dueAt: 5, xml: '<xml/>' },
      { id: 'died', state: 'dead', attempts: 8, settledAt: 7, lastError: 'Error at x.ts:1:1' },
      { id: 'done', state: 'handled', settledAt: 8 },
    ])
    expect(await inbox.counts()).toMatchObject({ pending: 1, unhandled: 0, dead: 1, handled: 1, discarded: 0 })
    expect(await inbox.put(newEntry({ id: 'done' }))).toBe('duplicate')
    expect(await inbox.put(newEntry({ id: 'new' }))).toBe('stored')
    expect(await inbox.discard('died')).toBe(true)
    expect(await inbox.counts()).toMatchObject({ pending: 2, dead: 0, discarded: 1 })
    expect(await tokens.get('ticket')).toEqual({ value: 'invented', asOf: 1 })
    expect(await tokens.withLock('lock', async ({ number }) => number)).toBe(42)
  })

  it('is not half migrated when a step fails', async () => {
    const file = newFile()
    await openStorage({ file }).close()
    const connection = connect(file)
    expect(() => migrate(connection, file, [...migrations, 'CREATE TABLE later (x TEXT)', 'nonsense'])).toThrow(
      'syntax',
    )
    expect(version(file)).toMatchObject({ user_version: migrations.length })
    expect(connection.prepare(`SELECT count(*) AS n FROM sqlite_master WHERE name = 'later'`).get()).toMatchObject({
      n: 0,
    })
  })

  it('tells why a step failed though the roll-back fails as well', () => {
    const file = newFile()
    const connection = connect(file)
    const full = {
      prepare: (sql: string) => connection.prepare(sql),
      close: () => undefined,
      exec(sql: string) {
        if (sql === 'nonsense') connection.exec('ROLLBACK')
        connection.exec(sql)
      },
    }
    expect(() => migrate(full, file, ['nonsense'])).toThrow('syntax')
  })

  it('of a newer release is refused', async () => {
    const file = newFile()
    await openStorage({ file }).close()
    connect(file).exec(`PRAGMA user_version = ${migrations.length + 1}`)
    expect(() => sqliteStorage({ file })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS_INVALID',
        message: expect.stringContaining(`version ${migrations.length + 1}`),
      }),
    )
  })

  it('of another application is refused and left alone', () => {
    const file = newFile()
    connect(file).exec('CREATE TABLE customers (x TEXT)')
    expect(() => sqliteStorage({ file })).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS_INVALID' }))
    expect(connect(file).prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'customers' }])
  })

  it('lets the hot statements find their rows by index', async () => {
    const file = newFile()
    await openStorage({ file }).inbox.put(newEntry())
    const plan = (sql: string) =>
      (connect(file).prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
        .map(({ detail }) => detail)
        .join('; ')
    const list = (condition: string) =>
      plan(`SELECT seq, received_at FROM entries WHERE state = 'dead' ${condition} AND received_at >= 1
        AND (received_at, seq) > (1, 1) ORDER BY received_at, seq LIMIT 8`)
    const plans = [
      plan(
        `SELECT due_at FROM entries WHERE state = 'pending' AND channel = 'x' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
      ),
      plan(
        `SELECT seq, xml FROM entries JOIN texts USING (seq) WHERE state = 'pending' AND channel = 'x' AND due_at <= 5 ORDER BY due_at LIMIT 8`,
      ),
      plan(`SELECT seq FROM entries INDEXED BY entries_kept
        WHERE state IN ('handled', 'discarded') AND due_at <= 5 ORDER BY due_at LIMIT 8`),
      plan('SELECT count(*), max(due_at) FROM entries WHERE claimed = 1'),
      plan('SELECT count(*) FROM entries WHERE passed_at IS NOT NULL AND claimed = 0'),
      plan(`SELECT seq FROM entries WHERE id = 'x'`),
      list(''),
      list(`AND info_type = 'x'`),
      list(`AND appid = 'x'`),
      list(`AND info_type = 'x' AND appid = 'x'`),
    ]
    for (const text of plans) {
      expect(text).toMatch(/USING (COVERING )?INDEX entries_/)
      expect(text).not.toMatch(/SCAN (?!entries USING COVERING INDEX entries_(claimed|passed))|TEMP B-TREE/)
    }
  })
})
