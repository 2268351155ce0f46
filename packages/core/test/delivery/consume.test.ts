import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMemoryInbox, type Inbox, WehookError } from '../../src/index.js'
import { recorded, send } from '../recorder.js'
import { nowMs, ticket } from '../sealed.js'

const heldUntil = Date.UTC(2026, 0, 1, 12, 0, 5)

function withCounts(counts: object): Inbox {
  const inbox = createMemoryInbox()
  return { ...inbox, counts: async () => ({ ...(await inbox.counts()), ...counts }) }
}

it('start says how many events another process holds and until when', async () => {
  const { receiver, lines } = recorded({ inbox: withCounts({ held: 3, heldUntil }) })
  await receiver.start()
  expect(lines).toContainEqual({
    level: 'info',
    fields: { held: 3, heldUntil: '2026-01-01T12:00:05.000Z' },
    message: expect.stringContaining('3 stored events are held by another process, until 2026-01-01T12:00:05.000Z'),
  })
})

it('start says nothing when nothing is held', async () => {
  const { receiver, messages } = recorded({ inbox: withCounts({ held: 0 }) })
  await receiver.start()
  expect(messages().filter((message) => message.includes('held'))).toEqual([])
})

it.each([
  ['fails', () => Promise.reject(new Error('the storage is down'))],
  ['does not end', () => new Promise<never>(() => {})],
])('start resolves although the count of held events %s', async (_, counts) => {
  const { receiver } = recorded({ inbox: { ...createMemoryInbox(), counts } })
  await receiver.start()
  expect((await send(receiver)).status).toBe(200)
})

it('an event goes to the process that has a handler, whoever received it', async () => {
  const inbox = createMemoryInbox()
  const [web, worker] = [recorded({ inbox }), recorded({ inbox })]
  onTestFinished(async () => void (await Promise.all([web.receiver.close(), worker.receiver.close()])))
  const seen: string[] = []
  web.receiver.on('authorized', () => seen.push('web'))
  worker.receiver.on('component_verify_ticket', () => seen.push('worker'))
  await web.receiver.start()
  await send(web.receiver)
  await worker.receiver.start()
  await send(worker.receiver, ticket('another'))
  await worker.receiver.idle()
  await vi.waitFor(() => expect(seen).toEqual(['worker', 'worker']), { timeout: 5_000 })
})

it('signals dead after the last attempt and keeps the event, whose last error holds no message of the handler', async () => {
  const inbox = createMemoryInbox()
  const { receiver, until } = recorded({ inbox, retryDelaysMs: [1] })
  receiver.on('component_verify_ticket', () => {
    throw new RangeError('张三 110101199001011234')
  })
  await receiver.start()
  await send(receiver)
  expect(await until('dead')).toMatchObject({ attempts: 2, infoType: 'component_verify_ticket' })
  const [entry] = (await inbox.list({ state: 'dead' })).entries
  expect(entry?.lastError).toMatch(/^RangeError at consume\.test\.ts:/)
})

it('says in the log what a storage that is at fault in the background asks for', async () => {
  const error = vi.fn()
  const logger = { info() {}, warn() {}, error }
  const consume: Inbox['consume'] = (deliver, consumeOptions) => {
    consumeOptions.onError?.(new WehookError('ERR_INBOX_UNAVAILABLE', 'the disk is full', { hint: 'free space' }))
    consumeOptions.onError?.(new RangeError('张三'))
    return createMemoryInbox().consume(deliver, consumeOptions)
  }
  const { receiver } = recorded({ inbox: { ...createMemoryInbox(), durable: true, consume }, logger })
  await receiver.start()
  expect(error.mock.calls[0]?.[0]).toEqual({ reason: 'the disk is full; free space' })
  expect(error.mock.calls[1]?.[0]).toEqual({ reason: expect.stringMatching(/^RangeError at /) })
})

it('keeps an event without a handler as unhandled, and delivers it when it is requeued with one', async () => {
  const inbox = createMemoryInbox()
  const consume: Inbox['consume'] = (deliver, how) => inbox.consume(deliver, { ...how, unhandledAfterMs: 0 })
  const { receiver, until } = recorded({ inbox: { ...inbox, consume } })
  await receiver.start()
  await send(receiver)
  await until('unhandled')
  await vi.waitFor(async () => expect((await inbox.counts()).unhandled).toBe(1))
  const handler = vi.fn()
  receiver.on('component_verify_ticket', handler)
  const [entry] = (await inbox.list({ state: 'unhandled' })).entries
  expect(await inbox.requeue(entry?.id ?? '')).toBe(true)
  await until('handled')
  expect(handler).toHaveBeenCalledOnce()
})

describe('events that wait for a consumer', () => {
  it('are signalled and logged once, and again only after they were caught up', async () => {
    vi.useFakeTimers({ now: nowMs })
    onTestFinished(() => void vi.useRealTimers())
    const warn = vi.fn()
    const logger = { info() {}, warn, error() {} }
    let oldestDueAt: number | undefined = nowMs
    const none = { unhandled: 0, dead: 0, handled: 0, discarded: 0, held: 0, passed: 0 }
    const counts = async () => ({ pending: 3, ...none, ...(oldestDueAt && { oldestDueAt }) })
    const { signals } = recorded({ inbox: { ...createMemoryInbox(), durable: true, counts }, now: Date.now, logger })
    const overdue = () => signals.filter(([name]) => name === 'overdue').length
    await vi.advanceTimersByTimeAsync(59_000)
    expect(overdue()).toBe(0)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(overdue()).toBe(1)
    expect(warn).toHaveBeenCalledOnce()
    oldestDueAt = undefined
    await vi.advanceTimersByTimeAsync(30_000)
    oldestDueAt = nowMs
    await vi.advanceTimersByTimeAsync(30_000)
    expect(overdue()).toBe(2)
  })
})
