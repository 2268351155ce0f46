import { describe, expect, it, vi } from 'vitest'
import { createMemoryInbox, type Signals } from '../../src/index.js'
import { recorded, send } from '../recorder.js'

describe('without an inbox, a push', () => {
  it('is answered 500 when a handler rejects, and every other handler has run', async () => {
    const { receiver, signals } = recorded()
    const ran = vi.fn()
    receiver.on('component_verify_ticket', () => {
      throw new TypeError('the name 张三 is too long')
    })
    receiver.on('component_verify_ticket', async () => ran())
    expect(await send(receiver)).toMatchObject({ status: 500 })
    expect(ran).toHaveBeenCalledOnce()
    expect(signals[0]?.[0]).toBe('failed')
    expect(signals[0]?.[1]).toMatchObject({ reason: expect.stringMatching(/^TypeError at attempt\.test\.ts:/) })
    expect(JSON.stringify(signals)).not.toContain('张三')
    expect(Object.keys(signals[0]?.[1] ?? {})).not.toContain('error')
    expect((signals[0]?.[1] as Signals['failed'] | undefined)?.error).toBeInstanceOf(TypeError)
  })
})

describe('with an inbox, an event', () => {
  it('runs a failed event again, with the attempt on it, until it works', async () => {
    const { receiver, until, signals } = recorded({ inbox: createMemoryInbox(), retryDelaysMs: [1, 1, 1] })
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

  it('fails the attempt of a handler that never returns, at handlerTimeoutMs', async () => {
    const inbox = createMemoryInbox()
    const { receiver, until } = recorded({ inbox, handlerTimeoutMs: 10, retryDelaysMs: [] })
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
    const { receiver, signals, until } = recorded({ inbox, handlerTimeoutMs: 10, retryDelaysMs: [], logger })
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
})
