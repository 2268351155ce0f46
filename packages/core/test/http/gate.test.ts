import { describe, expect, it } from 'vitest'
import { createReceiver, type PushRequest } from '../../src/index.js'
import { options, seal, ticket } from '../sealed.js'

const push = seal(ticket())

/** A request whose body is there when `finish` is called; `isRead` tells whether somebody asked for it. */
function toSlow(length: number | undefined) {
  let finish = () => {}
  let isRead = false
  const request: PushRequest = {
    method: 'POST',
    query: push.query,
    length,
    body: () => {
      isRead = true
      return new Promise((resolve) => {
        finish = () => resolve(push.body)
      })
    },
  }
  return { request, isRead: () => isRead, finish: () => finish() }
}

function start(deadlineMs = 1000) {
  const receiver = createReceiver({ ...options, deadlineMs, logger: false })
  const codes: string[] = []
  receiver.signals.on('rejected', ({ code }) => codes.push(code))
  return { receiver, codes }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('bodies longer than any push', () => {
  it('are read two at a time, in the order of their coming', async () => {
    const { receiver } = start()
    const slow = Array.from({ length: 4 }, () => toSlow(16_385))
    const answers = slow.map(({ request }) => receiver.handle(request))
    expect(slow.map(({ isRead }) => isRead())).toEqual([false, false, false, false])
    await turn()
    expect(slow.map(({ isRead }) => isRead())).toEqual([true, true, false, false])
    slow[1]?.finish()
    await turn()
    expect(slow.map(({ isRead }) => isRead())).toEqual([true, true, true, false])
    slow[0]?.finish()
    await turn()
    slow[2]?.finish()
    slow[3]?.finish()
    for (const answer of answers) expect((await answer).status).toBe(200)
  })

  it.each([16_384, undefined, Number.NaN])('keep no body of %s bytes waiting', async (length) => {
    const { receiver } = start()
    const long = [toSlow(100_000), toSlow(100_000), toSlow(100_000)]
    const waiting = long.map(({ request }) => receiver.handle(request))
    const short = toSlow(length)
    const answer = receiver.handle(short.request)
    await turn()
    expect(short.isRead()).toBe(true)
    short.finish()
    expect((await answer).status).toBe(200)
    for (const { finish } of long) {
      finish()
      await turn()
    }
    await Promise.all(waiting)
  })

  it('are refused unread when their turn has not come by the deadline, and give it to the next', async () => {
    const { receiver, codes } = start(100)
    const stalled = [toSlow(20_000), toSlow(20_000)]
    const held = stalled.map(({ request }) => receiver.handle(request))
    await turn()
    const late = toSlow(20_000)
    expect((await receiver.handle(late.request)).status).toBe(408)
    expect(codes).toEqual(['ERR_BODY_TIMEOUT'])
    for (const { finish } of stalled) finish()
    await Promise.all(held)
    await turn()
    expect(late.isRead()).toBe(false)
    const [next, after] = [toSlow(20_000), toSlow(20_000)]
    const answers = [receiver.handle(next.request), receiver.handle(after.request)]
    await turn()
    expect([next.isRead(), after.isRead()]).toEqual([true, true])
    next.finish()
    after.finish()
    for (const answer of answers) expect((await answer).status).toBe(200)
  })

  it('cost no turn when their callers went away while they waited', async () => {
    const { receiver, codes } = start()
    const slow = [toSlow(20_000), toSlow(20_000)]
    const held = slow.map(({ request }) => receiver.handle(request))
    const gone = Array.from({ length: 1000 }, () =>
      receiver.handle({
        ...slow[0]?.request,
        length: 20_000,
        body: () => Promise.reject(new Error('gone')),
      } as PushRequest),
    )
    const last = toSlow(20_000)
    const answer = receiver.handle(last.request)
    await turn()
    for (const { finish } of slow) finish()
    await turn()
    expect(codes).toHaveLength(1000)
    expect(last.isRead()).toBe(true)
    last.finish()
    await Promise.all([...held, ...gone, answer])
  })

  it('are refused unread beyond the limit, however many wait', async () => {
    const { receiver, codes } = start()
    const slow = toSlow(262_145)
    expect((await receiver.handle(slow.request)).status).toBe(413)
    expect(slow.isRead()).toBe(false)
    expect(codes).toEqual(['ERR_BODY_TOO_LARGE'])
  })
})
