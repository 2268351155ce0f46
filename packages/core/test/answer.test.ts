import { expect, it, vi } from 'vitest'
import type { BodyLimits } from '../src/http/exchange.js'
import { createReceiver, signPush } from '../src/index.js'
import { nowMs, options, seal, ticket, toRequest } from './sealed.js'

const hourMs = 3_600_000

/** A receiver of pushes that are at most 10 minutes old, and what it says of them. */
function start(at: number) {
  const receiver = createReceiver({ ...options, logger: false, maxAgeMs: 600_000, now: () => at })
  const skews: number[] = []
  receiver.signals.on('stale', ({ skewMs }) => void skews.push(skewMs))
  return { receiver, skews }
}

it('takes a push within maxAgeMs', async () => {
  const { receiver, skews } = start(nowMs + 599_000)
  expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
  expect(skews).toEqual([])
})

it('refuses an old push whose timestamp and nonce were swapped, which its signature allows', async () => {
  const at = nowMs + hourMs
  const nonce = String(at / 1000)
  const push = seal(ticket())
  const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(push.body)?.[1] ?? ''
  // WeChat chose a nonce that is a time by chance: the stranger only swaps the two.
  const signature = signPush(options.token, push.query.timestamp, nonce, encrypt)
  const swapped = { timestamp: nonce, nonce: push.query.timestamp, msg_signature: signature }
  const { receiver, skews } = start(at)
  expect((await receiver.handle({ ...toRequest(push), query: swapped })).status).toBe(401)
  expect(skews).toEqual([hourMs])
})

it.each([
  ['in the past', -hourMs],
  ['in the future', hourMs],
])('refuses a push whose sealed CreateTime is %s although its timestamp is now', async (_, offset) => {
  const { receiver, skews } = start(nowMs)
  const push = seal(ticket('ticket@@@invented', (nowMs + offset) / 1000))
  expect((await receiver.handle(toRequest(push))).status).toBe(401)
  expect(skews).toEqual([-offset])
})

it.each([
  ['announced longer than the limit', { length: 1001 }, 413],
  ['without a signature', { query: { timestamp: '1700000000', nonce: '1' } }, 400],
  ['with a method that WeChat does not use', { method: 'PUT' }, 405],
])('refuses a push %s without reading its body', async (_, fault, status) => {
  const receiver = createReceiver({ ...options, logger: false, bodyLimitBytes: 1000 })
  const body = vi.fn(() => 'never read')
  expect((await receiver.handle({ ...toRequest(seal(ticket())), body, ...fault })).status).toBe(status)
  expect(body).not.toHaveBeenCalled()
})

it('tells the reader of a body its limit, and refuses what is longer', async () => {
  const receiver = createReceiver({ ...options, logger: false, bodyLimitBytes: 1000 })
  const body = vi.fn((_limits: BodyLimits) => 'x'.repeat(1001))
  expect((await receiver.handle({ ...toRequest(seal(ticket())), body })).status).toBe(413)
  expect(body.mock.calls[0]?.[0]).toMatchObject({ limitBytes: 1000 })
})

it('gives a body no more time when the clock is set back', async () => {
  const times = [nowMs, nowMs - hourMs]
  const receiver = createReceiver({ ...options, logger: false, deadlineMs: 2_000, now: () => times.shift() ?? nowMs })
  const push = seal(ticket())
  let given = Number.NaN
  const body = async ({ timeoutMs }: { readonly timeoutMs: number }) => {
    given = timeoutMs
    return push.body
  }
  await receiver.handle({ ...toRequest(push), body })
  expect(given).toBeGreaterThan(0)
  expect(given).toBeLessThanOrEqual(2_000)
})
