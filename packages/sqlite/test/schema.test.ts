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
    const plans = [
      plan(`SELECT due_at FROM entries WHERE state = 'pending' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`),
      plan(
        `SELECT seq, xml FROM entries JOIN texts USING (seq) WHERE state = 'pending' AND due_at <= 5 ORDER BY due_at LIMIT 8`,
      ),
      plan(`SELECT seq FROM entries WHERE state = 'handled' AND due_at <= 5 ORDER BY due_at LIMIT 8`),
      plan(`SELECT seq FROM entries WHERE state = 'dead' AND seq > 5 ORDER BY seq LIMIT 8`),
      plan(`SELECT seq FROM entries WHERE id = 'x'`),
    ]
    for (const text of plans) {
      expect(text).toMatch(/USING (COVERING )?INDEX entries_(due|state|id)/)
      expect(text).not.toMatch(/SCAN|TEMP B-TREE/)
    }
  })
})
