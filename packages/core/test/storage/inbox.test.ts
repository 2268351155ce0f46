import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createMemoryInbox,
  createReceiver,
  type Inbox,
  type ReceiverOptions,
  type Signals,
  WehookError,
} from '../../src/index.js'
import { nowMs, options, seal, ticket, toRequest } from '../sealed.js'

const open: { close(options: { timeoutMs: number }): Promise<void> }[] = []
afterEach(() => Promise.all(open.splice(0).map((receiver) => receiver.close({ timeoutMs: 50 }))))

function receiverOf(inbox: Inbox, extra: Partial<ReceiverOptions> = {}) {
  const receiver = createReceiver({ ...options, inbox, logger: false, now: () => nowMs, ...extra } as ReceiverOptions)
  open.push(receiver)
  const signals: [keyof Signals, unknown][] = []
  receiver.signals.on('*', (name, signal) => signals.push([name, signal]))
  const until = (name: keyof Signals) =>
    vi.waitFor(() => {
      const found = signals.find(([seen]) => seen === name)
      if (!found) throw new Error(`no signal ${name}`)
      return found[1]
    })
  return { receiver, signals, until }
}

const send = (receiver: ReturnType<typeof receiverOf>['receiver'], text = ticket()) =>
  receiver.handle(toRequest(seal(text)))

describe('with an inbox', () => {
  it('answers success once stored, before any handler has run, and delivers after start', async () => {
    const { receiver, until } = receiverOf(createMemoryInbox())
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
    const { receiver, signals } = receiverOf(inbox)
    await send(receiver)
    await send(receiver)
    expect(signals.map(([name]) => name)).toEqual(['accepted', 'duplicate'])
    expect((await inbox.counts()).pending).toBe(1)
  })

  it('runs a failed event again, with the attempt on it, until it works', async () => {
    const { receiver, until, signals } = receiverOf(createMemoryInbox(), { retryDelaysMs: [1, 1, 1] })
    const attempts: number[] = []
    receiver.on('component_verify_ticket', ({ attempt }) => {
      attempts.push(attempt)
      if (attempt < 4) throw new Error('not yet')
    })
    await receiver.start()
    await send(receiver)
    await until('handled')
    expect(attempts).toEqual([1, 2, 3, 4])
    expect(signals.filter(([name]) => name === 'failed')).toHaveLength(3)
  })

  it('signals dead after the last attempt and keeps the event, whose last error holds no message of the handler', async () => {
    const inbox = createMemoryInbox()
    const { receiver, until } = receiverOf(inbox, { retryDelaysMs: [1] })
    receiver.on('component_verify_ticket', () => {
      throw new RangeError('张三 110101199001011234')
    })
    await receiver.start()
    await send(receiver)
    expect(await until('dead')).toMatchObject({ attempts: 2, infoType: 'component_verify_ticket' })
    const [entry] = (await inbox.list({ state: 'dead' })).entries
    expect(entry?.lastError).toMatch(/^RangeError at inbox\.test\.ts:/)
  })

  it('fails the attempt of a handler that never returns, at handlerTimeoutMs', async () => {
    const inbox = createMemoryInbox()
    const { receiver, until } = receiverOf(inbox, { handlerTimeoutMs: 10, retryDelaysMs: [] })
    receiver.on('component_verify_ticket', () => new Promise(() => {}))
    await receiver.start()
    await send(receiver)
    await until('dead')
    expect((await inbox.list({ state: 'dead' })).entries[0]?.lastError).toContain('not done after 10 ms')
    expect(await until('failed')).toMatchObject({ attempt: 1, reason: expect.stringContaining('not done after 10 ms') })
  })

  it.each([
    ['is done', () => {}],
    [
      'failed: RangeError',
      () => {
        throw new RangeError('张三')
      },
    ],
  ])('logs, and signals no second end, when a handler that was given up %s', async (ending, end) => {
    const warn = vi.fn()
    const logger = { info() {}, warn, error() {} }
    const inbox = { ...createMemoryInbox(), durable: true }
    const { receiver, signals, until } = receiverOf(inbox, { handlerTimeoutMs: 10, retryDelaysMs: [], logger })
    let finish = () => {}
    receiver.on('component_verify_ticket', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      end()
    })
    await receiver.start()
    await send(receiver)
    await until('dead')
    finish()
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ attempt: 1, infoType: 'component_verify_ticket' })
    expect(warn.mock.calls[0]?.[1]).toContain(ending)
    expect(JSON.stringify(warn.mock.calls)).not.toContain('张三')
    expect(signals.map(([name]) => name)).toEqual(['accepted', 'failed', 'dead'])
  })

  it('says in the log what a storage that is at fault in the background asks for', async () => {
    const error = vi.fn()
    const logger = { info() {}, warn() {}, error }
    const consume: Inbox['consume'] = (deliver, consumeOptions) => {
      consumeOptions.onError?.(new WehookError('ERR_INBOX_UNAVAILABLE', 'the disk is full', { hint: 'free space' }))
      consumeOptions.onError?.(new RangeError('张三'))
      return createMemoryInbox().consume(deliver, consumeOptions)
    }
    const { receiver } = receiverOf({ ...createMemoryInbox(), durable: true, consume }, { logger })
    await receiver.start()
    expect(error.mock.calls[0]?.[0]).toEqual({ reason: 'the disk is full; free space' })
    expect(error.mock.calls[1]?.[0]).toEqual({ reason: expect.stringMatching(/^RangeError at /) })
  })

  it('starts when start is called again after the storage was out of reach, and closes although it never was', async () => {
    const memory = createMemoryInbox()
    const consume = vi.fn(memory.consume).mockRejectedValueOnce(new Error('out of reach'))
    const { receiver, until } = receiverOf({ ...memory, consume })
    receiver.on('component_verify_ticket', () => {})
    await expect(receiver.start()).rejects.toThrow('out of reach')
    await receiver.start()
    await send(receiver)
    await until('handled')

    const { receiver: failing } = receiverOf({ ...memory, consume: () => Promise.reject(new Error('out of reach')) })
    await expect(failing.start()).rejects.toThrow()
    await failing.close()
    const { receiver: hanging } = receiverOf({ ...memory, consume: () => new Promise(() => {}) })
    hanging.start()
    await hanging.close({ timeoutMs: 20 })
  })

  it('says in the log what the storage failed of, without its message', async () => {
    const warn = vi.fn()
    const put = () => Promise.reject(Object.assign(new Error('张三'), { code: 'SQLITE_FULL' }))
    const logger = { info() {}, warn, error() {} }
    const { receiver } = receiverOf({ ...createMemoryInbox(), durable: true, put }, { logger })
    await send(receiver)
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce())
    expect(warn.mock.calls[0]?.[1]).toContain('Error SQLITE_FULL')
    expect(JSON.stringify(warn.mock.calls)).not.toContain('张三')
  })

  it('keeps an event without a handler as unhandled, and delivers it when it is requeued with one', async () => {
    const inbox = createMemoryInbox()
    const consume: Inbox['consume'] = (deliver, how) => inbox.consume(deliver, { ...how, unhandledAfterMs: 0 })
    const { receiver, until } = receiverOf({ ...inbox, consume })
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
    const { receiver, signals } = receiverOf({ ...createMemoryInbox(), put })
    expect(await send(receiver)).toMatchObject({ status: 503, body: 'Service Unavailable' })
    expect(signals).toEqual([['rejected', expect.objectContaining({ code: 'ERR_INBOX_UNAVAILABLE' })]])
  })

  it('closes during a delivery: waits for it, then refuses pushes', async () => {
    const { receiver } = receiverOf(createMemoryInbox())
    let state = 'waiting'
    receiver.on('component_verify_ticket', async () => {
      state = 'running'
      await new Promise((resolve) => setTimeout(resolve, 50))
      state = 'done'
    })
    await receiver.start()
    await send(receiver)
    await vi.waitFor(() => expect(state).toBe('running'))
    await receiver.close()
    expect(state).toBe('done')
    expect((await send(receiver)).status).toBe(503)
  })

  it('closes in time although a handler never returns', async () => {
    const { receiver } = receiverOf(createMemoryInbox())
    const handler = vi.fn(() => new Promise(() => {}))
    receiver.on('component_verify_ticket', handler)
    await receiver.start()
    await send(receiver)
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    await receiver.close({ timeoutMs: 20 })
  })
})

describe('events that wait for a consumer', () => {
  afterEach(() => void vi.useRealTimers())

  it('are signalled and logged once, and again only after they were caught up', async () => {
    vi.useFakeTimers({ now: nowMs })
    const warn = vi.fn()
    const logger = { info() {}, warn, error() {} }
    let oldestDueAt: number | undefined = nowMs
    const none = { unhandled: 0, dead: 0, handled: 0, discarded: 0, held: 0, passed: 0 }
    const counts = async () => ({ pending: 3, ...none, ...(oldestDueAt && { oldestDueAt }) })
    const { signals } = receiverOf({ ...createMemoryInbox(), durable: true, counts }, { now: Date.now, logger })
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
