import { describe, expect, it, vi } from 'vitest'
import {
  type AuthorizationEvents,
  createEmitter,
  createMemoryInbox,
  createReceiver,
  type ReceiverOptions,
  type Signals,
} from '../src/index.js'
import { recorded, send } from './recorder.js'
import { nowMs, options, seal, ticket, toRequest } from './sealed.js'

const success = { status: 200, body: 'success' }

describe('a push', () => {
  it('reaches its handlers and those of every type, and is answered success', async () => {
    const { receiver, names } = recorded()
    const seen: unknown[] = []
    receiver.on('component_verify_ticket', (event) => seen.push(event.payload.ComponentVerifyTicket))
    receiver.on('*', (infoType) => seen.push(infoType))
    expect(await send(receiver)).toMatchObject(success)
    expect(seen).toEqual(['ticket@@@invented', 'component_verify_ticket'])
    expect(names()).toEqual(['handled', 'accepted'])
  })

  it('is answered success and signalled when nobody is subscribed', async () => {
    const { receiver, names } = recorded()
    expect(await send(receiver)).toMatchObject(success)
    expect(names()).toEqual(['unhandled', 'accepted'])
  })

  it.each([
    [600_000, []],
    [-600_000, []],
    [600_001, [600_001]],
    [-600_001, [-600_001]],
  ])('is accepted %i ms from our clock, and signalled as stale beyond 600 s', async (ms, skews) => {
    const { receiver, signals } = recorded({ now: () => nowMs + ms })
    expect((await send(receiver)).status).toBe(200)
    const stale = signals.flatMap(([name, signal]) => (name === 'stale' ? [(signal as Signals['stale']).skewMs] : []))
    expect(stale).toEqual(skews)
  })

  it('is frozen to its depth', async () => {
    const { receiver } = recorded()
    let frozen = false
    receiver.on('component_verify_ticket', (event) => {
      frozen = Object.isFrozen(event) && Object.isFrozen(event.payload)
    })
    await send(receiver)
    expect(frozen).toBe(true)
  })
})

describe('a refused push', () => {
  const refused = async (extra: Partial<ReceiverOptions>, push = seal(ticket())) => {
    const { receiver, signals } = recorded(extra)
    const answer = await receiver.handle(toRequest(push))
    return { answer, code: (signals.at(-1)?.[1] as Signals['rejected'] | undefined)?.code }
  }

  it('gets one and the same answer for every failure of trust', async () => {
    const cases = await Promise.all([
      refused({ token: 'another' } as Partial<ReceiverOptions>),
      refused({ encodingAesKey: 'A'.repeat(43) } as Partial<ReceiverOptions>),
      refused({ componentAppId: 'wx0000000000000c02' } as Partial<ReceiverOptions>),
      refused({}, seal(ticket(), options, 'wx0000000000000a01')),
      refused({ maxAgeMs: 1000, now: () => nowMs + 60_000 }),
    ])
    expect(cases.map(({ code }) => code)).toEqual([
      'ERR_SIGNATURE_MISMATCH',
      'ERR_DECRYPT_FAILED',
      'ERR_PLATFORM_UNKNOWN',
      'ERR_APPID_MISMATCH',
      'ERR_PUSH_STALE',
    ])
    expect(new Set(cases.map(({ answer }) => JSON.stringify(answer)))).toHaveLength(1)
    expect(cases[0]?.answer.status).toBe(401)
  })
})

describe('keys', () => {
  it('accepts the previous token and key and says so', async () => {
    const { receiver, names } = recorded({
      token: ['new-token', options.token],
      encodingAesKey: ['A'.repeat(43), options.encodingAesKey],
    } as Partial<ReceiverOptions>)
    expect((await send(receiver)).status).toBe(200)
    expect(names()).toContain('previousKey')
  })

  it('never mixes two platforms on one URL', async () => {
    const other = { componentAppId: 'wx0000000000000c02', token: options.token, encodingAesKey: 'A'.repeat(43) }
    const receiver = createReceiver({ platforms: [options, other], logger: false, now: () => nowMs })
    const seen: string[] = []
    receiver.on('*', (_, event) => seen.push(event.componentAppId))
    for (const push of [seal(ticket(), other), seal(ticket())]) {
      expect((await receiver.handle(toRequest(push))).status).toBe(200)
      const anonymous = { ...push, body: push.body.replace(/<AppId>.*<\/AppId>/, '') }
      expect((await receiver.handle(toRequest(anonymous))).status).toBe(200)
    }
    expect(seen).toEqual([other.componentAppId, options.componentAppId])
  })
})

it('takes the host emitter, whose map may hold events of its own', async () => {
  const emitter = createEmitter<AuthorizationEvents & { 'order.paid': { total: number } }>()
  const receiver = createReceiver({ ...options, emitter, logger: false, now: () => nowMs })
  const handler = vi.fn()
  emitter.on('component_verify_ticket', handler)
  await receiver.handle(toRequest(seal(ticket())))
  expect(handler).toHaveBeenCalledOnce()
})

it('is not disturbed by a logger that throws, whoever it logs for', async () => {
  const fail = () => {
    throw new Error('logger')
  }
  const receiver = createReceiver({ ...options, logger: { info: fail, warn: fail, error: fail }, now: () => nowMs })
  receiver.signals.on('*', fail)
  expect((await send(receiver)).status).toBe(200)
  expect((await receiver.handle({ method: 'POST', query: {}, body: '' })).status).toBe(400)
  // The refusal is logged after its answer; what throws then would end the process.
  await new Promise((resolve) => setTimeout(resolve, 5))
})

describe('read', () => {
  it('gives the typed event of a stored entry, and undefined when its text is gone', async () => {
    const inbox = createMemoryInbox()
    const { receiver } = recorded({ inbox })
    await send(receiver)
    const { entries } = await inbox.list()
    const [entry] = entries
    if (!entry) throw new Error('nothing was stored')
    const event = receiver.read(entry)
    expect(event).toMatchObject({
      id: entry.id,
      infoType: 'component_verify_ticket',
      payload: { ComponentVerifyTicket: 'ticket@@@invented' },
      receivedAt: new Date(nowMs),
      attempt: 1,
    })
    const { xml: _xml, ...withoutText } = entry
    expect(receiver.read(withoutText)).toBeUndefined()
  })
})
