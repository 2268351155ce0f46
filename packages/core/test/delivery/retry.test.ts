import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { decide } from '../../src/delivery/retry.js'
import { createMemoryInbox, GiveUp, isWehookError, Retry } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

afterEach(() => vi.useRealTimers())

const push = () => toRequest(seal(ticket()))

async function started(handler: () => unknown) {
  const inbox = createMemoryInbox()
  const all = recorded({ inbox, retryDelaysMs: [60_000, 60_000] })
  all.receiver.on('component_verify_ticket', handler)
  await all.receiver.start()
  onTestFinished(() => all.receiver.close())
  return { inbox, ...all }
}

describe('with an inbox', () => {
  it('a handler that throws Retry runs again after the time that it named', async () => {
    const handler = vi.fn().mockRejectedValueOnce(new Retry({ afterMs: 20, reason: 'the CRM answered 429' }))
    const { receiver, inbox, messages } = await started(handler)
    await receiver.handle(push())
    await receiver.idle()
    expect(handler).toHaveBeenCalledTimes(2)
    expect(await inbox.counts()).toMatchObject({ handled: 1, pending: 0 })
    expect(messages()).toContainEqual(
      'attempt 1 at component_verify_ticket failed: Retry: the CRM answered 429; the handler asks for another attempt after 20 ms',
    )
  })

  it('a handler that throws GiveUp makes the event dead after one attempt, with its reason', async () => {
    const handler = vi.fn().mockRejectedValue(new GiveUp('this merchant was deleted'))
    const { receiver, inbox, names } = await started(handler)
    await receiver.handle(push())
    await receiver.idle()
    expect(handler).toHaveBeenCalledOnce()
    const { entries } = await inbox.list({ state: 'dead' })
    expect(entries).toMatchObject([{ attempts: 1, lastError: 'GiveUp: this merchant was deleted' }])
    expect(names()).toContain('dead')
  })
})

describe('without an inbox', () => {
  it.each([
    [new Retry({ afterMs: 5_000, reason: 'busy' }), /asks for another attempt after 5000 ms/],
    [new GiveUp('no such merchant'), /asks for no further attempt/],
  ])('WeChat gets the failure status and the log says what was asked: %s', async (thrown, asked) => {
    const { receiver, messages } = recorded()
    receiver.on('component_verify_ticket', () => {
      throw thrown
    })
    expect((await receiver.handle(push())).status).toBe(500)
    expect(messages()).toContainEqual(expect.stringMatching(asked))
  })
})

describe('what several handlers ask for together', () => {
  const retry = (afterMs: number) => new Retry({ afterMs, reason: 'x' })
  it.each([
    ['final when all that failed gave up', [new GiveUp('a'), new GiveUp('b')], { isFinal: true }],
    ['not final when another failed otherwise', [new GiveUp('a'), new Error('b')], {}],
    ['the longest wait', [retry(5), retry(70), new Error('c')], { retryAfterMs: 70 }],
    ['nothing for other errors', [new Error('a')], {}],
  ])('%s', (_, errors, decision) => {
    expect(decide(errors)).toEqual(decision)
  })
})

it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, '5' as never])('Retry refuses afterMs %s', (afterMs) => {
  const refused = (() => {
    try {
      return new Retry({ afterMs, reason: 'x' })
    } catch (error) {
      return error
    }
  })()
  expect(isWehookError(refused, 'ERR_OPTIONS_INVALID')).toBe(true)
})
