import { expect, it, vi } from 'vitest'
import { newEntry, newFile, openStorage } from './file.js'

it('an event that nobody handles is unhandled in time, although the clock ran 8 h ahead when it was first offered', async () => {
  let ahead = 8 * 3_600_000
  const { inbox } = openStorage({ file: newFile(), now: () => Date.now() + ahead })
  const options = { concurrency: 1, retryDelaysMs: [], handles: () => false, unhandledAfterMs: 1_500 }
  const consumer = await inbox.consume(async () => 'handled', options)
  await inbox.put(newEntry())
  await vi.waitFor(async () => expect(await inbox.counts()).toMatchObject({ passed: 1 }), { timeout: 5_000 })
  ahead = 0
  await vi.waitFor(async () => expect(await inbox.counts()).toMatchObject({ unhandled: 1 }), { timeout: 15_000 })
  await consumer.close({ timeoutMs: 0 })
})
