import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { newEntry, newFile, openStorage } from './file.js'

describe('backup', () => {
  it('holds all that was stored, also what is in -wal only, for its owner only', async () => {
    const file = newFile()
    const storage = openStorage({ file })
    for (let n = 0; n < 20; n += 1) await storage.inbox.put(newEntry({ id: `entry ${n}` }))
    await storage.tokens.set('ticket', { value: 'invented', asOf: 1 })
    const path = join(dirname(file), "it's a backup.db")
    await storage.backup(path)
    expect(statSync(path).mode & 0o077).toBe(0)
    const copy = openStorage({ file: path })
    expect(await copy.inbox.counts()).toMatchObject({ pending: 20 })
    expect(await copy.tokens.get('ticket')).toEqual({ value: 'invented', asOf: 1 })
  })

  it('takes the place of an earlier one, and leaves nothing else', async () => {
    const file = newFile()
    const storage = openStorage({ file })
    const path = join(dirname(file), 'backup.db')
    writeFileSync(path, 'an earlier backup')
    await storage.inbox.put(newEntry({ id: 'x' }))
    await storage.backup(path)
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['backup.db', 'wehook.db', 'wehook.db-shm', 'wehook.db-wal'])
    expect(await openStorage({ file: path }).inbox.get('x')).toBeDefined()
  })

  it('stores pushes while it is made', async () => {
    const file = newFile()
    const storage = openStorage({ file })
    const xml = `<xml>${'x'.repeat(100_000)}</xml>`
    await Promise.all(Array.from({ length: 300 }, () => storage.inbox.put(newEntry({ xml }))))
    let isDone = false
    const made = storage.backup(join(dirname(file), 'backup.db')).then(() => {
      isDone = true
    })
    let during = 0
    while (!isDone) {
      await storage.inbox.put(newEntry())
      if (!isDone) during += 1
    }
    await made
    expect(during).toBeGreaterThan(1)
  })

  it.each(['', '-wal', '-shm'])('refuses to write onto its own file%s', async (suffix) => {
    const file = newFile()
    const storage = openStorage({ file })
    await storage.inbox.put(newEntry())
    const link = join(dirname(file), 'link')
    symlinkSync(file + suffix, link)
    for (const path of [file + suffix, link])
      await expect(storage.backup(path)).rejects.toMatchObject({ code: 'ERR_OPTIONS_INVALID' })
    expect(await storage.inbox.put(newEntry())).toBe('stored')
  })

  it('that fails leaves the earlier one in its place', async () => {
    const file = newFile()
    const open = (path: string) => new Libsql(path)
    const failing = (path: string) => {
      const connection = open(path)
      return {
        exec(sql: string) {
          if (sql.startsWith('VACUUM')) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
          return connection.exec(sql)
        },
        prepare: (sql: string) => connection.prepare(sql),
        close: () => connection.close(),
      } as never
    }
    const path = join(dirname(file), 'backup.db')
    writeFileSync(path, 'an earlier backup')
    await expect(openStorage({ file, open: failing }).backup(path)).rejects.toMatchObject({
      code: 'ERR_INBOX_UNAVAILABLE',
      message: expect.stringContaining('SQLITE_FULL'),
    })
    expect(readFileSync(path, 'utf8')).toBe('an earlier backup')
    expect(existsSync(`${path}.part`)).toBe(false)
    await openStorage({ file, open }).backup(path)
    expect(readFileSync(path, 'utf8').startsWith('SQLite format 3')).toBe(true)
  })

  it('says where it cannot be written', async () => {
    const file = newFile()
    await expect(openStorage({ file }).backup(join(dirname(file), 'missing', 'backup.db'))).rejects.toMatchObject({
      code: 'ERR_INBOX_UNAVAILABLE',
      message: expect.stringContaining('ENOENT'),
    })
  })
})
