import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMemoryInbox } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

afterEach(() => vi.useRealTimers())

const push = (name?: string) => toRequest(seal(ticket(name)))

describe('duplicates', () => {
  it('are named in the log, at most once in 10 s, with how many there were', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const { receiver, lines } = recorded()
    const duplicates = () => lines.filter(({ message }) => message.includes('is a duplicate'))
    receiver.on('component_verify_ticket', () => {})
    for (let count = 0; count < 4; count++) await receiver.handle(push())
    expect(duplicates()).toMatchObject([{ level: 'info', fields: { infoType: 'component_verify_ticket' } }])
    vi.advanceTimersByTime(10_000)
    await receiver.handle(push())
    expect(duplicates()[1]?.fields).toMatchObject({ duplicatesSince: 2 })
  })

  it('are named again although the clock of the host was set back', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] })
    const { receiver, lines } = recorded({ now: Date.now })
    receiver.on('component_verify_ticket', () => {})
    for (let count = 0; count < 2; count++) await receiver.handle(push())
    vi.advanceTimersByTime(10_000)
    vi.setSystemTime(Date.now() - 86_400_000)
    await receiver.handle(push())
    expect(lines.filter(({ message }) => message.includes('is a duplicate'))).toHaveLength(2)
  })
})

describe('a start() that was forgotten', () => {
  it('is named once, soon after the first stored push', async () => {
    const { receiver, messages } = recorded({ inbox: createMemoryInbox() })
    receiver.on('component_verify_ticket', () => {})
    await receiver.handle(push('a'))
    await receiver.handle(push('b'))
    const named = () => messages().filter((message) => message.includes('call receiver.start()'))
    await vi.waitFor(() => expect(named()).toHaveLength(1), { timeout: 3_000 })
  })

  it.each([
    ['it is called a moment later', true, true],
    ['this process has no handlers: another one delivers', false, false],
  ])('is not named when %s', async (_, hasHandler, starts) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { receiver, messages } = recorded({ inbox: createMemoryInbox() })
    onTestFinished(() => receiver.close({ timeoutMs: 0 }))
    if (hasHandler) receiver.on('component_verify_ticket', () => {})
    await receiver.handle(push())
    if (starts) await receiver.start()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(messages().filter((message) => message.includes('receiver.start()'))).toEqual([])
  })
})

describe('an event without a handler', () => {
  it('that is a ticket points to client.follow', async () => {
    const { receiver, messages } = recorded()
    await receiver.handle(push('a'))
    await receiver.handle(push('b'))
    expect(messages().filter((message) => message.includes('client.follow(receiver)'))).toHaveLength(1)
  })

  it('with an inbox is signalled and logged only when it has become unhandled', async () => {
    const { receiver, names, messages } = recorded({ inbox: createMemoryInbox(), unhandledAfterMs: 300 })
    receiver.on('authorized', () => {})
    await receiver.start()
    await receiver.handle(push())
    await receiver.idle()
    expect(names()).toEqual(['accepted'])
    await vi.waitFor(() => expect(names()).toContain('unhandled'), { timeout: 5_000 })
    expect(messages()).toContainEqual(expect.stringMatching(/^no process had a handler.*client\.follow\(receiver\)/))
  })

  it('names each type of push that has no handler once in the log, new ones too', async () => {
    const warn = vi.fn()
    const { receiver } = recorded({ logger: { info() {}, warn, error() {} } })
    warn.mockClear()
    const types = ['notify_a', 'notify_a', 'notify_b']
    for (const [i, type] of types.entries()) {
      await receiver.handle(toRequest(seal(`<xml><CreateTime>${i}</CreateTime><InfoType>${type}</InfoType></xml>`)))
    }
    expect(warn.mock.calls.map(([fields]) => fields.infoType)).toEqual(['notify_a', 'notify_b'])
  })
})
