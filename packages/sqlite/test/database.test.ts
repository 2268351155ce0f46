import Libsql from 'libsql'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SqliteConnection } from '../src/connection.js'
import { createDatabase } from '../src/database.js'
import { connect, newFile } from './file.js'

function open(file = newFile()) {
  const executed: string[] = []
  const wrap = (): SqliteConnection => {
    const connection = new Libsql(file)
    connection.prepare('PRAGMA journal_mode = WAL').get()
    return {
      exec(sql) {
        executed.push(sql)
        return connection.exec(sql)
      },
      prepare: (sql) => connection.prepare(sql),
      close: () => connection.close(),
    }
  }
  const connection = wrap()
  connection.exec('CREATE TABLE IF NOT EXISTS t (x TEXT UNIQUE)')
  const reconnect = vi.fn(wrap)
  const database = createDatabase({ connection, reconnect, isInPlace: () => true })
  onTestFinished(() => database.close())
  const insert = (x: string) => database.write(() => database.sql('INSERT INTO t VALUES (?)').run(x).changes)
  const rows = () =>
    database.read(() =>
      database
        .sql<{ x: string }>('SELECT x FROM t')
        .all()
        .map(({ x }) => x),
    )
  const count = (sql: string) => executed.filter((one) => one === sql).length
  return { file, database, insert, rows, count, reconnect }
}

describe('write', () => {
  it('puts works of one tick into one transaction', async () => {
    const { insert, rows, count } = open()
    await Promise.all([insert('a'), insert('b'), insert('c')])
    expect(count('COMMIT')).toBe(1)
    expect(await rows()).toEqual(['a', 'b', 'c'])
  })

  it('does not let a work that fails take others of its transaction with it', async () => {
    const { insert, rows } = open()
    await insert('taken')
    const results = await Promise.allSettled([insert('a'), insert('taken'), insert('b')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await rows()).toEqual(['taken', 'a', 'b'])
  })

  it('bounds a transaction, however much is asked for at once', async () => {
    const { insert, rows, count } = open()
    await Promise.all(Array.from({ length: 600 }, (_, n) => insert(`${n}`)))
    expect(count('COMMIT')).toBe(3)
    expect(await rows()).toHaveLength(600)
  })

  it('waits for another process’s transaction without holding up the event loop', async () => {
    const { file, insert, rows } = open()
    const other = connect(file)
    other.exec('BEGIN IMMEDIATE')
    let turns = 0
    const ticking = setInterval(() => (turns += 1), 5)
    const writing = insert('a')
    await new Promise((resolve) => setTimeout(resolve, 300))
    other.exec('COMMIT')
    expect(await writing).toBe(1)
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(5)
    expect(await rows()).toEqual(['a'])
  })

  it('rejects with SQLITE_BUSY after 2 s, and works again afterwards', async () => {
    const { file, insert, rows } = open()
    const other = connect(file)
    other.exec('BEGIN IMMEDIATE')
    const startedAt = performance.now()
    await expect(insert('a')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_990)
    other.exec('ROLLBACK')
    expect(await insert('b')).toBe(1)
    expect(await rows()).toEqual(['b'])
  })

  it('reads while another process writes', async () => {
    const { file, insert, rows } = open()
    await insert('a')
    connect(file).exec(`BEGIN IMMEDIATE; INSERT INTO t VALUES ('uncommitted')`)
    expect(await rows()).toEqual(['a'])
  })
})

describe('a connection whose disk fails', () => {
  const fault = (code: string) => Object.assign(new Error('disk I/O error'), { code })

  it('is replaced, and the next transaction works', async () => {
    const { database, insert, rows, reconnect } = open()
    await insert('a')
    const failing = database.write(() => {
      throw fault('SQLITE_IOERR_WRITE')
    })
    await expect(failing).rejects.toMatchObject({ code: 'SQLITE_IOERR_WRITE' })
    expect(await insert('b')).toBe(1)
    expect(reconnect).toHaveBeenCalledTimes(1)
    expect(await rows()).toEqual(['a', 'b'])
  })

  it('is closed until it can be opened again, which is tried a few times a second at most', async () => {
    const { database, reconnect, insert } = open()
    const connectAgain = reconnect.getMockImplementation()
    reconnect.mockImplementation(() => {
      throw fault('SQLITE_IOERR_READ')
    })
    const failing = database.write(() => {
      throw fault('SQLITE_IOERR_WRITE')
    })
    await expect(failing).rejects.toMatchObject({ code: 'SQLITE_IOERR_WRITE' })
    for (let n = 0; n < 50; n += 1) await expect(insert('a')).rejects.toMatchObject({ code: 'SQLITE_IOERR_READ' })
    expect(reconnect.mock.calls.length).toBeLessThan(10)
    if (connectAgain) reconnect.mockImplementation(connectAgain)
    await vi.waitFor(async () => expect(await insert('a')).toBe(1), 5_000)
  })

  it('is kept when only the disk is full or a work is wrong', async () => {
    const { database, reconnect } = open()
    for (const code of ['SQLITE_FULL', 'SQLITE_CONSTRAINT_UNIQUE']) {
      const failing = database.write(() => {
        throw fault(code)
      })
      await expect(failing).rejects.toMatchObject({ code })
    }
    await database.read(() => undefined)
    expect(reconnect).not.toHaveBeenCalled()
  })
})

describe('close', () => {
  it('finishes what was asked for, refuses what comes later, and may be called twice', async () => {
    const { file, database, insert } = open()
    const writing = insert('a')
    await Promise.all([database.close(), database.close()])
    expect(await writing).toBe(1)
    await expect(insert('b')).rejects.toThrow('closed')
    await expect(database.read(() => 1)).rejects.toThrow('closed')
    expect(connect(file).prepare('SELECT x FROM t').all()).toEqual([{ x: 'a' }])
  })
})
