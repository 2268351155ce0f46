import { describe, expect, it, vi } from 'vitest'
import { connect, newEntry, newFile, openStorage } from './file.js'

describe('a consumer', () => {
  it('leaves the disk alone while there is nothing to do', async () => {
    const file = newFile()
    const { inbox } = openStorage({ file })
    const consumer = await inbox.consume(async () => 'handled', { concurrency: 4, retryDelaysMs: [] })
    const observer = connect(file)
    const seen = () => (observer.prepare('PRAGMA data_version').get() as { data_version: number }).data_version
    const before = seen()
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(seen()).toBe(before)
    await inbox.put(newEntry())
    expect(seen()).not.toBe(before)
    await consumer.close({ timeoutMs: 1_000 })
  })

  it('reports that the storage fails, once, and goes on by itself', async () => {
    const file = newFile()
    const { inbox } = openStorage({ file })
    const onError = vi.fn()
    const deliver = vi.fn(async () => 'handled' as const)
    const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [], onError })
    const other = connect(file)
    other.exec(`BEGIN IMMEDIATE; INSERT INTO entries (id, component_app_id, info_type, received_at, due_at) VALUES ('x', 'wx1', 'unknown', 1, 1);
      INSERT INTO texts SELECT seq, '<xml/>' FROM entries; COMMIT; BEGIN IMMEDIATE`)
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), 5_000)
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      code: 'ERR_INBOX_UNAVAILABLE',
      message: expect.stringContaining('SQLITE_BUSY'),
    })
    expect(deliver).not.toHaveBeenCalled()
    other.exec('ROLLBACK')
    await vi.waitFor(() => expect(deliver).toHaveBeenCalledOnce(), 5_000)
    await vi.waitFor(async () => expect((await inbox.counts()).handled).toBe(1))
    expect(onError).toHaveBeenCalledOnce()
    await consumer.close({ timeoutMs: 1_000 })
  })

  it('writes the result of a delivery that ended while the storage failed', async () => {
    const file = newFile()
    const { inbox } = openStorage({ file })
    const other = connect(file)
    const deliver = vi.fn(async () => {
      other.exec('BEGIN IMMEDIATE')
      return 'handled' as const
    })
    await inbox.put(newEntry({ id: 'x' }))
    const onError = vi.fn()
    const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [1, 1], onError })
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), 5_000)
    other.exec('ROLLBACK')
    await vi.waitFor(async () => expect((await inbox.get('x'))?.state).toBe('handled'), 5_000)
    expect(deliver).toHaveBeenCalledOnce()
    await consumer.close({ timeoutMs: 1_000 })
  })

  it('waits by the table after attempts that were lost with their process, less the lease', async () => {
    const file = newFile()
    const at = 1_795_000_000_000
    const { inbox } = openStorage({ file, now: () => at, leaseMs: 30_000 })
    await inbox.put(newEntry({ id: 'first' }))
    await inbox.put(newEntry({ id: 'third' }))
    const lost = (attempts: number, id: string) =>
      connect(file).exec(`UPDATE entries SET claimed = 1, attempts = ${attempts}, due_at = ${at} WHERE id = '${id}'`)
    lost(1, 'first')
    lost(3, 'third')
    const delivered: unknown[] = []
    const consumer = await inbox.consume(
      async ({ id }, attempt) => {
        delivered.push([id, attempt])
        return 'handled'
      },
      { concurrency: 2, retryDelaysMs: [5_000, 30_000, 120_000, 600_000] },
    )
    await vi.waitFor(() => expect(delivered).toEqual([['first', 2]]))
    await vi.waitFor(async () => expect((await inbox.get('third'))?.lastError).toContain('attempt 3 did not end'))
    const { dueAt = 0, attempts } = (await inbox.get('third')) ?? {}
    expect(attempts).toBe(3)
    expect(dueAt - at).toBeGreaterThanOrEqual(120_000 * 0.9 - 30_000)
    expect(dueAt - at).toBeLessThanOrEqual(120_000 * 1.1 - 30_000)
    await consumer.close({ timeoutMs: 1_000 })
  })
})
