import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it, vi } from 'vitest'
import { sqliteStorage } from '../src/index.js'
import { connect, newEntry, newFile, openStorage } from './file.js'

const refused = (message: string) =>
  expect.objectContaining({ code: 'ERR_OPTIONS_INVALID', message: expect.stringContaining(message) })

function replace(path: string): void {
  copyFileSync(path, `${path}.copy`)
  renameSync(`${path}.copy`, path)
}

describe('sqliteStorage', () => {
  it('makes the directory and the file, for its owner only', async () => {
    const file = join(dirname(newFile()), 'a', 'b', 'wehook.db')
    const { inbox } = openStorage({ file })
    await inbox.put(newEntry())
    expect(inbox.durable).toBe(true)
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o077).toBe(0)
  })

  it('refuses what is no file on a disk', () => {
    for (const file of ['', ':memory:', 'file:x?mode=memory'])
      expect(() => sqliteStorage({ file })).toThrow(refused('path'))
    expect(() => sqliteStorage({ file: undefined as never })).toThrow(refused('file'))
  })

  it('refuses options that make no sense, and a bad key', () => {
    const file = newFile()
    expect(() => sqliteStorage({ file, leaseMs: 0 })).toThrow(refused('leaseMs'))
    expect(() => sqliteStorage({ file, keepTextMs: Number.NaN })).toThrow(refused('keepTextMs'))
    expect(() => sqliteStorage({ file, keepTextMs: 10, keepIdMs: 5 })).toThrow(refused('keepIdMs'))
    expect(() => sqliteStorage({ file, sealKey: 'short' })).toThrow(refused('sealKey'))
    expect(existsSync(file)).toBe(false)
  })

  it.each([
    ['synchronous', 'PRAGMA synchronous', { synchronous: 1 }],
    ['journal_mode', 'PRAGMA journal_mode = WAL', { journal_mode: 'delete' }],
    ['busy_timeout', 'PRAGMA busy_timeout', { timeout: 5_000 }],
  ])('reads %s back and refuses a connection that did not take it', (name, sql, row) => {
    const close = vi.fn()
    const open = (path: string) => {
      const connection = new Libsql(path)
      return {
        exec: (text: string) => connection.exec(text),
        prepare: (text: string) =>
          text === sql ? { ...connection.prepare(text), get: () => row } : connection.prepare(text),
        close: () => {
          close()
          connection.close()
        },
      } as never
    }
    expect(() => sqliteStorage({ file: newFile(), open })).toThrow(refused(`${name} ${Object.values(row)[0]}`))
    expect(close).toHaveBeenCalled()
  })

  it('says what is wrong with a directory, and with a file that is no database', () => {
    const file = newFile()
    expect(() => sqliteStorage({ file: dirname(file) })).toThrow(refused('EISDIR'))
    writeFileSync(file, 'this is no database. '.repeat(500))
    expect(() => sqliteStorage({ file })).toThrow(
      expect.objectContaining({ code: 'ERR_INBOX_UNAVAILABLE', message: expect.stringContaining('SQLITE_NOTADB') }),
    )
    expect(readFileSync(file, 'utf8')).toContain('this is no database')
  })

  it('takes a row that does not fit for a fault, and never for a duplicate', async () => {
    const { inbox } = openStorage({ file: newFile() })
    await expect(inbox.put(newEntry({ id: 'x', receivedAt: Number.NaN }))).rejects.toMatchObject({
      code: 'ERR_INBOX_UNAVAILABLE',
    })
    expect(await inbox.put(newEntry({ id: 'x' }))).toBe('stored')
  })

  it.each(
    ['', '-wal', '-shm'].flatMap((suffix) => [
      [`${suffix} removed`, suffix, (path: string) => rmSync(path)] as const,
      [`${suffix} moved`, suffix, (path: string) => renameSync(path, `${path}.moved`)] as const,
      [`${suffix} replaced`, suffix, replace] as const,
    ]),
  )('stores nothing more with its file%s under it, and delivers what it had', async (_, suffix, disturb) => {
    const file = newFile()
    const { inbox, tokens } = openStorage({ file })
    await inbox.put(newEntry({ id: 'before' }))
    disturb(file + suffix)
    await expect(inbox.put(newEntry({ id: 'during' }))).rejects.toMatchObject({
      code: 'ERR_INBOX_UNAVAILABLE',
      hint: expect.stringContaining('put it back'),
    })
    const moved = { code: 'ERR_TOKEN_UNAVAILABLE', hint: expect.stringContaining('put it back') }
    await expect(tokens.set('k', { value: 'v', asOf: 1 })).rejects.toMatchObject(moved)
    await expect(tokens.withLock('k', async () => 'renewed')).rejects.toMatchObject(moved)
    const deliver = vi.fn(async () => 'handled' as const)
    const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [] })
    await vi.waitFor(async () => expect(await inbox.counts()).toMatchObject({ pending: 0, handled: 1 }))
    await consumer.close({ timeoutMs: 1_000 })
    if (!existsSync(`${file + suffix}.moved`)) return
    renameSync(`${file + suffix}.moved`, file + suffix)
    expect(await inbox.put(newEntry({ id: 'after' }))).toBe('stored')
  })

  it('is closed with consumers still open: their claims are given back, later calls are refused', async () => {
    const file = newFile()
    const storage = sqliteStorage({ file })
    await storage.inbox.put(newEntry({ id: 'x' }))
    const deliver = vi.fn(() => new Promise<never>(() => {}))
    await storage.inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [1] })
    await vi.waitFor(() => expect(deliver).toHaveBeenCalledOnce())
    await Promise.all([storage.close(), storage.close()])
    await expect(storage.inbox.put(newEntry())).rejects.toMatchObject({ code: 'ERR_INBOX_UNAVAILABLE' })
    await expect(storage.tokens.get('k')).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
    expect(connect(file).prepare('SELECT claimed, attempts FROM entries').get()).toMatchObject({
      claimed: 0,
      attempts: 1,
    })
  })
})

describe('stored text', () => {
  it.each([
    ['U+0000', 'a\0b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a beginning like our own marks', 'wehook.json.1."x"'],
    ['a beginning like a sealed text', 'wehook.seal.1.x.y'],
  ])('is kept to the letter: %s', async (_, xml) => {
    const file = newFile()
    const { inbox, tokens } = openStorage({ file })
    await inbox.put(newEntry({ id: 'x', xml }))
    await tokens.set('k', { value: xml, asOf: 1 })
    expect((await inbox.get('x'))?.xml).toBe(xml)
    expect((await tokens.get('k'))?.value).toBe(xml)
  })

  it('opens after the key was replaced, as long as the old one is given', async () => {
    const file = newFile()
    const [old, current] = ['11'.repeat(32), '22'.repeat(32)]
    await openStorage({ file }).inbox.put(newEntry({ id: 'plain' }))
    await openStorage({ file, sealKey: old }).inbox.put(newEntry({ id: 'old' }))
    const { inbox } = openStorage({ file, sealKey: [current, old] })
    await inbox.put(newEntry({ id: 'new' }))
    for (const id of ['plain', 'old', 'new']) expect((await inbox.get(id))?.xml).toBe('<xml/>')
  })
})
