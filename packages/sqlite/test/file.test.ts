import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { sqliteStorage } from '../src/index.js'
import { newEntry, newFile, openStorage } from './file.js'

describe('the file', () => {
  it('and its directories are made for their owner only', async () => {
    const parent = dirname(newFile())
    const file = join(parent, 'a', 'b', 'wehook.db')
    const warn = vi.fn()
    await openStorage({ file, warn }).inbox.put(newEntry())
    for (const path of [join(parent, 'a'), dirname(file), file, `${file}-wal`, `${file}-shm`])
      expect(statSync(path).mode & 0o077).toBe(0)
    expect(warn).not.toHaveBeenCalled()
  })

  it('that others can read is named at start, with what to run, in the language asked for', async () => {
    const file = newFile()
    await openStorage({ file }).inbox.put(newEntry())
    chmodSync(file, 0o644)
    chmodSync(`${file}-wal`, 0o640)
    const [english, chinese] = [vi.fn(), vi.fn()]
    openStorage({ file, warn: english })
    openStorage({ file, warn: chinese, language: 'zh' })
    expect(english).toHaveBeenCalledOnce()
    expect(english.mock.calls[0]?.[0]).toContain(`chmod 600 ${file} ${file}-wal`)
    expect(chinese.mock.calls[0]?.[0]).toContain('其他用户可以读取')
  })

  it('is left alone, mode and all, where its directory exists', () => {
    const directory = join(dirname(newFile()), 'shared')
    mkdirSync(directory, { mode: 0o755 })
    const file = join(directory, 'wehook.db')
    openStorage({ file })
    expect(statSync(directory).mode & 0o777).toBe(0o755)
  })

  it('that cannot be used is refused in both languages', () => {
    try {
      sqliteStorage({ file: ':memory:' })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        message: expect.stringContaining('path of a file'),
        zh: { message: expect.stringContaining('文件路径') },
      })
    }
  })
})
