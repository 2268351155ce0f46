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

  it('reports that the storage fails, once, and goes on automatically', async () => {
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

  describe('whose clock ran 8 h ahead', () => {
    const ahead = 8 * 3_600_000
    const table = [1_000, 19 * 3_600_000]
    const openAt = (file: string, clock: { skew: number }) =>
      openStorage({ file, leaseMs: 3_000, now: () => Date.now() + clock.skew })

    it('delivers what was stored then as soon as the clock is set right', async () => {
      const clock = { skew: ahead }
      const { inbox } = openAt(newFile(), clock)
      const delivered: string[] = []
      let fail = true
      const deliver = async ({ id }: { readonly id: string }) => {
        if (fail) throw new Error('not yet')
        delivered.push(id)
        return 'handled' as const
      }
      const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: table })
      await inbox.put(newEntry({ id: 'repeated' }))
      await vi.waitFor(async () => expect((await inbox.get('repeated'))?.lastError).toBe('not yet'))
      fail = false
      clock.skew = 0
      await vi.waitFor(() => expect(delivered).toEqual(['repeated']), 3_000)
      await consumer.close({ timeoutMs: 1_000 })
    })

    it('delivers at the next start what an earlier one stored or died with', async () => {
      const file = newFile()
      const clock = { skew: ahead }
      const { inbox } = openAt(file, clock)
      await inbox.put(newEntry({ id: 'stored' }))
      await inbox.put(newEntry({ id: 'died with' }))
      connect(file).exec(
        `UPDATE entries SET claimed = 1, attempts = 1, due_at = ${Date.now() + ahead + 3_000} WHERE id = 'died with'`,
      )
      clock.skew = 0
      const delivered: string[] = []
      const consumer = await inbox.consume(
        async ({ id }) => {
          delivered.push(id)
          return 'handled'
        },
        { concurrency: 1, retryDelaysMs: [1_000] },
      )
      await vi.waitFor(() => expect(delivered).toEqual(['stored']), 2_000)
      // After a lease, which a process that lives would renew.
      await vi.waitFor(() => expect(delivered).toEqual(['stored', 'died with']), 8_000)
      await consumer.close({ timeoutMs: 1_000 })
    })

    it('leaves alone what waits by the table, and what another holds', async () => {
      const file = newFile()
      const { inbox } = openAt(file, { skew: 0 })
      for (const id of ['waits', 'held']) await inbox.put(newEntry({ id }))
      const [later, lease] = [Date.now() + 20 * 3_600_000, Date.now() + 600_000]
      connect(file).exec(`UPDATE entries SET attempts = 2, due_at = ${later} WHERE id = 'waits';
        UPDATE entries SET claimed = 1, attempts = 1, due_at = ${lease} WHERE id = 'held'`)
      const deliver = vi.fn(async () => 'handled' as const)
      const consumer = await inbox.consume(deliver, { concurrency: 2, retryDelaysMs: table })
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect([(await inbox.get('waits'))?.dueAt, (await inbox.get('held'))?.dueAt]).toEqual([later, lease])
      expect(deliver).not.toHaveBeenCalled()
      await consumer.close({ timeoutMs: 1_000 })
    })
  })
})
