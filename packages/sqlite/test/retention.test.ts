import { readFileSync } from 'node:fs'
import type { EntryState } from '@wehook/core/storage'
import { createSealer } from '@wehook/core/storage'
import { createTextCodec } from '@wehook/storage'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StorageContext } from '../src/context.js'
import { createDatabase } from '../src/database.js'
import { createInbox } from '../src/inbox.js'
import { openLibsql } from '../src/libsql.js'
import { openFile } from '../src/open-file.js'
import { sweep } from '../src/retention.js'
import { createTokens } from '../src/tokens.js'
import { connect, newEntry, newFile } from './file.js'

const day = 24 * 3_600_000

function open() {
  const file = newFile()
  let at = 1_795_000_000_000
  const context: StorageContext = {
    database: createDatabase(openFile(file, openLibsql)),
    codec: createTextCodec(createSealer(undefined)),
    now: () => at,
    leaseMs: 30_000,
    retention: { textMs: 7 * day, idMs: 30 * day },
    consumers: new Set(),
  }
  onTestFinished(() => context.database.close())
  const inbox = createInbox(context)
  return {
    file,
    inbox,
    tokens: createTokens(context),
    sweep: () => sweep(context),
    pass: (ms: number) => (at += ms),
    async settle(id: string, state: EntryState, xml = '<xml/>') {
      await inbox.put(newEntry({ id, xml }))
      const deliver = async () => {
        if (state === 'dead') throw new Error('always')
        return state as 'handled' | 'unhandled'
      }
      const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [], unhandledAfterMs: 0 })
      await vi.waitFor(async () => expect((await inbox.get(id))?.state).toBe(state))
      await consumer.close({ timeoutMs: 1_000 })
    },
  }
}

describe('retention', () => {
  it('drops a handled text after 7 days, its id and InfoType after 30', async () => {
    const { inbox, sweep, pass, settle, file } = open()
    await settle('x', 'handled', '<name>invented person</name>')
    pass(7 * day - 1)
    await sweep()
    expect((await inbox.get('x'))?.xml).toContain('invented person')
    pass(1)
    await sweep()
    const kept = await inbox.get('x')
    expect(kept).toMatchObject({ state: 'handled', infoType: 'unknown' })
    expect(kept).not.toHaveProperty('xml')
    expect(await inbox.requeue('x')).toBe(false)
    expect(await inbox.put(newEntry({ id: 'x' }))).toBe('duplicate')
    connect(file).prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    expect(readFileSync(file).includes('invented person')).toBe(false)
    pass(23 * day - 1)
    await sweep()
    expect(await inbox.get('x')).toBeDefined()
    pass(1)
    await sweep()
    expect(await inbox.get('x')).toBeUndefined()
    expect(await inbox.counts()).toMatchObject({ pending: 0, unhandled: 0, dead: 0, handled: 0 })
    expect(await inbox.put(newEntry({ id: 'x' }))).toBe('stored')
  })

  it('keeps what is dead, unhandled or pending, however old', async () => {
    const { inbox, sweep, pass, settle } = open()
    await settle('dead', 'dead')
    await settle('unhandled', 'unhandled')
    await inbox.put(newEntry({ id: 'pending' }))
    pass(1_000 * day)
    await sweep()
    for (const id of ['dead', 'unhandled', 'pending']) expect((await inbox.get(id))?.xml).toBe('<xml/>')
  })

  it('sweeps more than one batch', async () => {
    const { inbox, sweep, pass } = open()
    await Promise.all(Array.from({ length: 450 }, (_, n) => inbox.put(newEntry({ id: `many-${n}` }))))
    const consumer = await inbox.consume(async () => 'handled', { concurrency: 64, retryDelaysMs: [] })
    await vi.waitFor(async () => expect((await inbox.counts()).handled).toBe(450), 15_000)
    await consumer.close({ timeoutMs: 1_000 })
    pass(30 * day)
    await sweep()
    expect((await inbox.counts()).handled).toBe(0)
  })

  it('forgets token values in time and the marks they leave after 30 days', async () => {
    const { tokens, sweep, pass, file } = open()
    const rows = () => connect(file).prepare('SELECT key, value FROM tokens').all()
    await tokens.set('short', { value: 'secret', asOf: 100, forgetAt: 1_795_000_000_000 + day })
    await tokens.set('kept', { value: 'kept', asOf: 100 })
    await tokens.remove('removed', 100)
    pass(day)
    await sweep()
    expect(rows()).toEqual(
      expect.arrayContaining([
        { key: 'short', value: null },
        { key: 'kept', value: 'kept' },
        { key: 'removed', value: null },
      ]),
    )
    pass(30 * day)
    await sweep()
    expect(rows()).toEqual([{ key: 'kept', value: 'kept' }])
  })

  it('keeps what was handled while the clock ran a year ahead no longer than the rest', async () => {
    const { inbox, sweep, pass, settle } = open()
    pass(365 * day)
    await settle('x', 'handled')
    pass(-365 * day)
    await settle('other', 'handled')
    pass(7 * day)
    await sweep()
    expect(await inbox.get('x')).not.toHaveProperty('xml')
    pass(23 * day)
    await sweep()
    expect(await inbox.get('x')).toBeUndefined()
  })

  it('drops a lock that nobody has held for 30 days, and no other', async () => {
    const { tokens, sweep, pass, file } = open()
    const names = () =>
      (connect(file).prepare('SELECT name FROM locks ORDER BY name').all() as { name: string }[]).map(
        ({ name }) => name,
      )
    await tokens.withLock('auth code', async () => undefined)
    pass(30 * day - 1)
    await tokens.withLock('refresh token', async () => undefined)
    await sweep()
    expect(names()).toEqual(['auth code', 'refresh token'])
    pass(1)
    await tokens.withLock('held', async () => {
      pass(10 * day)
      await sweep()
      expect(names()).toEqual(['held', 'refresh token'])
    })
  })
})
