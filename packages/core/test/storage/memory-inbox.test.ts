import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryInbox } from '../../src/index.js'

afterEach(() => void vi.useRealTimers())

it('delivers what was put while the clock ran 8 h ahead as soon as the clock is set right', async () => {
  vi.useFakeTimers({ now: Date.now() + 8 * 3_600_000 })
  const inbox = createMemoryInbox()
  await inbox.put({ id: 'x', componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' })
  vi.setSystemTime(Date.now() - 8 * 3_600_000)
  const deliver = vi.fn(async () => 'handled' as const)
  const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [] })
  await vi.advanceTimersByTimeAsync(100)
  expect(deliver).toHaveBeenCalledOnce()
  await consumer.close({ timeoutMs: 0 })
})

it('repeats a failed attempt after its own wait, although the clock was set back in between', async () => {
  vi.useFakeTimers({ now: Date.now() + 8 * 3_600_000 })
  const inbox = createMemoryInbox()
  const deliver = vi.fn(async () => {
    if (deliver.mock.calls.length === 1) throw new Error('not yet')
    return 'handled' as const
  })
  const consumer = await inbox.consume(deliver, { concurrency: 1, retryDelaysMs: [1_000] })
  await inbox.put({ id: 'x', componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' })
  await vi.advanceTimersByTimeAsync(10)
  expect(deliver).toHaveBeenCalledOnce()
  vi.setSystemTime(Date.now() - 8 * 3_600_000)
  await vi.advanceTimersByTimeAsync(2_500)
  expect(deliver).toHaveBeenCalledTimes(2)
  await consumer.close({ timeoutMs: 0 })
})

it('makes an event that nobody handles unhandled in time, although the clock ran 8 h ahead when it was first offered', async () => {
  vi.useFakeTimers({ now: Date.now() + 8 * 3_600_000 })
  const inbox = createMemoryInbox()
  const options = { concurrency: 1, retryDelaysMs: [], handles: () => false, unhandledAfterMs: 3_000 }
  const consumer = await inbox.consume(async () => 'handled', options)
  await inbox.put({ id: 'x', componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' })
  await vi.advanceTimersByTimeAsync(100)
  expect(await inbox.counts()).toMatchObject({ passed: 1 })
  vi.setSystemTime(Date.now() - 8 * 3_600_000)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await inbox.counts()).toMatchObject({ unhandled: 1 })
  await consumer.close({ timeoutMs: 0 })
})
