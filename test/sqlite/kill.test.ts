import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import Libsql from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startChild } from '../support/child.js'

let directory = ''
let file = ''
const storages: SqliteStorage[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wehook-kill-'))
  file = join(directory, 'wehook.db')
})

afterEach(async () => {
  for (const storage of storages.splice(0)) await storage.close()
  rmSync(directory, { recursive: true, force: true })
})

function open(leaseMs = 300): SqliteStorage {
  const storage = sqliteStorage({ file, leaseMs })
  storages.push(storage)
  return storage
}

const entry = { id: 'e1', componentAppId: 'wx1', receivedAt: 1, infoType: 'unknown', xml: '<xml/>' }

describe('processes that die', { timeout: 60_000 }, () => {
  it('have lost nothing that put() had resolved for', async () => {
    const child = startChild('test/sqlite/children/storing.ts', [file])
    await child.line('stored 3-100')
    child.process.kill('SIGKILL')
    expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' })
    const acknowledged = child.lines.filter((line) => /^stored \d+-\d+$/.test(line)).map((line) => line.slice(7))
    expect(acknowledged.length).toBeGreaterThan(100)
    const { inbox } = open()
    for (const id of acknowledged) expect((await inbox.get(id))?.xml).toBe(`<xml>${id}</xml>`)
    const database = new Libsql(file)
    const read = (sql: string) => database.prepare(sql).get()
    expect(read('PRAGMA integrity_check')).toMatchObject({ integrity_check: 'ok' })
    expect(read('SELECT count(*) AS n FROM entries LEFT JOIN texts USING (seq) WHERE xml IS NULL')).toMatchObject({
      n: 0,
    })
    const { pending } = await inbox.counts()
    expect(read('SELECT count(*) AS n FROM entries')).toMatchObject({ n: pending })
    database.close()
  })

  it('use an attempt up each time, until the entry that kills them is dead', async () => {
    await open().inbox.put(entry)
    for (const attempt of [1, 2, 3]) {
      const child = startChild('test/sqlite/children/dying.ts', [file])
      expect((await child.ended).signal).toBe('SIGKILL')
      expect(child.lines).toEqual([`attempt ${attempt}`])
    }
    const { inbox } = open()
    const deliver = vi.fn(async () => 'handled' as const)
    const onDead = vi.fn()
    const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [5, 5], onDead })
    await vi.waitFor(() => expect(onDead).toHaveBeenCalledOnce(), 10_000)
    expect(deliver).not.toHaveBeenCalled()
    expect(await inbox.get('e1')).toMatchObject({ state: 'dead', attempts: 3, lastError: expect.stringContaining('3') })
    await consumer.close({ timeoutMs: 0 })
  })

  it('void the settlement of a process that was stalled beyond its lease', async () => {
    await open().inbox.put(entry)
    const child = startChild('test/sqlite/children/stalling.ts', [file])
    await child.line('attempt 1')
    child.process.kill('SIGSTOP')
    const { inbox } = open(500)
    const attempts: number[] = []
    const consumer = await inbox.consume(
      async (_, attempt) => {
        attempts.push(attempt)
        return 'handled'
      },
      { concurrency: 1, retryDelaysMs: [5, 5] },
    )
    await vi.waitFor(async () => expect((await inbox.get('e1'))?.state).toBe('handled'), 10_000)
    expect(attempts).toEqual([2])
    child.process.kill('SIGCONT')
    child.process.stdin?.end('fail\n')
    expect(await child.ended).toMatchObject({ code: 0 })
    expect(await inbox.get('e1')).toMatchObject({ state: 'handled', attempts: 2 })
    expect((await inbox.get('e1'))?.lastError ?? '').not.toContain('failed after the stall')
    await consumer.close({ timeoutMs: 0 })
  })
})
