import { describe, expect, it, vi } from 'vitest'
import { createMemoryInbox } from '../../src/index.js'
import { recorded, send } from '../recorder.js'
import { nowMs, ticket } from '../sealed.js'

describe('without an inbox, a push', () => {
  it('runs again when it failed and comes again', async () => {
    const { receiver } = recorded()
    const handler = vi.fn().mockRejectedValueOnce(new Error('first')).mockResolvedValue(undefined)
    receiver.on('component_verify_ticket', handler)
    expect((await send(receiver)).status).toBe(500)
    expect((await send(receiver)).status).toBe(200)
    expect(handler).toHaveBeenCalledTimes(2)
  })

  it('is dispatched once however often and however sealed it comes', async () => {
    const { receiver, names } = recorded()
    const handler = vi.fn()
    receiver.on('component_verify_ticket', handler)
    for (let i = 0; i < 3; i++) expect((await send(receiver)).status).toBe(200)
    expect(handler).toHaveBeenCalledOnce()
    expect(names().filter((name) => name === 'duplicate')).toHaveLength(2)
  })

  it('is remembered among the 10,000 handled last, and no longer', { timeout: 60_000 }, async () => {
    const { receiver } = recorded()
    const handler = vi.fn()
    receiver.on('component_verify_ticket', handler)
    const sendTicket = async (name: string) => {
      expect((await send(receiver, ticket(name))).status).toBe(200)
    }
    await sendTicket('first')
    for (let i = 1; i < 10_000; i++) await sendTicket(`ticket ${i}`)
    await sendTicket('first')
    expect(handler).toHaveBeenCalledTimes(10_000)
    await sendTicket('one more')
    await sendTicket('first')
    expect(handler).toHaveBeenCalledTimes(10_002)
  })

  it('waits for its running twin and shares its end', async () => {
    const { receiver } = recorded()
    let fail: (error: Error) => void = () => {}
    receiver.on('component_verify_ticket', () => new Promise((_, reject) => (fail = reject)))
    const both = [send(receiver), send(receiver)]
    await new Promise((resolve) => setTimeout(resolve, 10))
    fail(new Error('x'))
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([500, 500])
  })

  it('is answered 503 at the deadline while its handlers run on, and success when it comes again after them', async () => {
    const { receiver } = recorded({ deadlineMs: 20 })
    const handler = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 60)))
    receiver.on('component_verify_ticket', handler)
    expect((await send(receiver)).status).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect((await send(receiver)).status).toBe(200)
    expect(handler).toHaveBeenCalledOnce()
  })
})

describe('with an inbox, a push', () => {
  it('answers success once stored, before any handler has run, and delivers after start', async () => {
    const { receiver, until } = recorded({ inbox: createMemoryInbox() })
    const handler = vi.fn()
    receiver.on('component_verify_ticket', handler)
    expect((await send(receiver)).body).toBe('success')
    expect(handler).not.toHaveBeenCalled()
    await receiver.start()
    await until('handled')
    expect(handler).toHaveBeenCalledOnce()
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ attempt: 1, receivedAt: new Date(nowMs) })
  })

  it('stores the same push once', async () => {
    const inbox = createMemoryInbox()
    const { receiver, signals } = recorded({ inbox })
    await send(receiver)
    await send(receiver)
    expect(signals.map(([name]) => name)).toEqual(['accepted', 'duplicate'])
    expect((await inbox.counts()).pending).toBe(1)
  })

  it('says in the log what the storage failed of, without its message', async () => {
    const warn = vi.fn()
    const put = () => Promise.reject(Object.assign(new Error('张三'), { code: 'SQLITE_FULL' }))
    const logger = { info() {}, warn, error() {} }
    const { receiver } = recorded({ inbox: { ...createMemoryInbox(), durable: true, put }, logger })
    await send(receiver)
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
    expect(warn.mock.calls[0]?.[1]).toContain('Error SQLITE_FULL')
    expect(JSON.stringify(warn.mock.calls)).not.toContain('张三')
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('disk full'))],
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['hangs for more than 2 s', () => new Promise<never>(() => {})],
  ])('answers 503 and never success when storing %s', { timeout: 5_000 }, async (_, put) => {
    const { receiver, signals } = recorded({ inbox: { ...createMemoryInbox(), put } })
    const startedAt = performance.now()
    expect(await send(receiver)).toMatchObject({ status: 503, body: 'Service Unavailable' })
    expect(performance.now() - startedAt).toBeLessThan(3_500)
    expect(signals).toEqual([['rejected', expect.objectContaining({ code: 'ERR_INBOX_UNAVAILABLE' })]])
  })
})
