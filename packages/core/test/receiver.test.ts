import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type AuthorizationEvents,
  createEmitter,
  createMemoryInbox,
  createReceiver,
  type ReceiverOptions,
  type Signals,
} from '../src/index.js'
import { nowMs, options, seal, ticket, toRequest } from './sealed.js'

function receiverOf(extra: Partial<ReceiverOptions> = {}) {
  const receiver = createReceiver({ ...options, logger: false, now: () => nowMs, ...extra } as ReceiverOptions)
  const signals: [keyof Signals, unknown][] = []
  receiver.signals.on('*', (name, signal) => signals.push([name, signal]))
  return { receiver, signals, names: () => signals.map(([name]) => name) }
}

const success = { status: 200, body: 'success' }

describe('a push', () => {
  it('reaches its handlers and those of every type, and is answered success', async () => {
    const { receiver, names } = receiverOf()
    const seen: unknown[] = []
    receiver.on('component_verify_ticket', (event) => seen.push(event.payload.ComponentVerifyTicket))
    receiver.on('*', (infoType) => seen.push(infoType))
    expect(await receiver.handle(toRequest(seal(ticket())))).toMatchObject(success)
    expect(seen).toEqual(['ticket@@@invented', 'component_verify_ticket'])
    expect(names()).toEqual(['handled', 'accepted'])
  })

  it('is answered success and signalled when nobody is subscribed', async () => {
    const { receiver, names } = receiverOf()
    expect(await receiver.handle(toRequest(seal(ticket())))).toMatchObject(success)
    expect(names()).toEqual(['unhandled', 'accepted'])
  })

  it('is answered 500 when a handler rejects, and every other handler has run', async () => {
    const { receiver, signals } = receiverOf()
    const ran = vi.fn()
    receiver.on('component_verify_ticket', () => {
      throw new TypeError('the name 张三 is too long')
    })
    receiver.on('component_verify_ticket', async () => ran())
    expect(await receiver.handle(toRequest(seal(ticket())))).toMatchObject({ status: 500 })
    expect(ran).toHaveBeenCalledOnce()
    expect(signals[0]?.[0]).toBe('failed')
    expect(signals[0]?.[1]).toMatchObject({ reason: expect.stringMatching(/^TypeError at receiver\.test\.ts:/) })
    expect(JSON.stringify(signals)).not.toContain('张三')
    expect((signals[0]?.[1] as Signals['failed'] | undefined)?.error).toBeInstanceOf(TypeError)
  })

  it('runs again when it failed and comes again', async () => {
    const { receiver } = receiverOf()
    const handler = vi.fn().mockRejectedValueOnce(new Error('first')).mockResolvedValue(undefined)
    receiver.on('component_verify_ticket', handler)
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(500)
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
    expect(handler).toHaveBeenCalledTimes(2)
  })

  it('is dispatched once however often and however sealed it comes', async () => {
    const { receiver, names } = receiverOf()
    const handler = vi.fn()
    receiver.on('component_verify_ticket', handler)
    for (let i = 0; i < 3; i++) expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
    expect(handler).toHaveBeenCalledOnce()
    expect(names().filter((name) => name === 'duplicate')).toHaveLength(2)
  })

  it('is remembered among the 10,000 handled last, and no longer', { timeout: 60_000 }, async () => {
    const { receiver } = receiverOf()
    const handler = vi.fn()
    receiver.on('component_verify_ticket', handler)
    const send = async (name: string) => {
      expect((await receiver.handle(toRequest(seal(ticket(name))))).status).toBe(200)
    }
    await send('first')
    for (let i = 1; i < 10_000; i++) await send(`ticket ${i}`)
    await send('first')
    expect(handler).toHaveBeenCalledTimes(10_000)
    await send('one more')
    await send('first')
    expect(handler).toHaveBeenCalledTimes(10_002)
  })

  it.each([
    [600_000, []],
    [-600_000, []],
    [600_001, [600_001]],
    [-600_001, [-600_001]],
  ])('is accepted %i ms from our clock, and signalled as stale beyond 600 s', async (ms, skews) => {
    const { receiver, signals } = receiverOf({ now: () => nowMs + ms })
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
    const stale = signals.flatMap(([name, signal]) => (name === 'stale' ? [(signal as Signals['stale']).skewMs] : []))
    expect(stale).toEqual(skews)
  })

  it('waits for its running twin and shares its end', async () => {
    const { receiver } = receiverOf()
    let fail: (error: Error) => void = () => {}
    receiver.on('component_verify_ticket', () => new Promise((_, reject) => (fail = reject)))
    const both = [receiver.handle(toRequest(seal(ticket()))), receiver.handle(toRequest(seal(ticket())))]
    await new Promise((resolve) => setTimeout(resolve, 10))
    fail(new Error('x'))
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([500, 500])
  })

  const withThen = (value: object, then: (...args: (() => void)[]) => void) =>
    Object.defineProperty(value, 'then', { value: then })
  it.each<[string, (slow: () => Promise<void>) => unknown]>([
    ['a thenable that is no promise', (slow) => withThen({}, (done) => void slow().then(done))],
    ['a promise of another realm', (slow) => runInNewContext('new Promise((done) => slow().then(done))', { slow })],
    [
      'a promise whose own then gives nothing back',
      (slow) => {
        const promise = slow()
        const then = promise.then.bind(promise)
        return withThen(promise, (...args) => void then(...args))
      },
    ],
  ])('waits for %s', async (_, handler) => {
    const { receiver } = receiverOf()
    let isDone = false
    receiver.on('*', () =>
      handler(async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        isDone = true
      }),
    )
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
    expect(isDone).toBe(true)
  })

  it('is answered 503 at the deadline while its handlers run on, and success when it comes again after them', async () => {
    const { receiver } = receiverOf({ deadlineMs: 20 })
    const handler = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 60)))
    receiver.on('component_verify_ticket', handler)
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(503)
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
    expect(handler).toHaveBeenCalledOnce()
  })

  it('is frozen to its depth', async () => {
    const { receiver } = receiverOf()
    let frozen = false
    receiver.on('component_verify_ticket', (event) => {
      frozen = Object.isFrozen(event) && Object.isFrozen(event.payload)
    })
    await receiver.handle(toRequest(seal(ticket())))
    expect(frozen).toBe(true)
  })
})

describe('a refused push', () => {
  const refused = async (extra: Partial<ReceiverOptions>, push = seal(ticket())) => {
    const { receiver, signals } = receiverOf(extra)
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
    const { receiver, names } = receiverOf({
      token: ['new-token', options.token],
      encodingAesKey: ['A'.repeat(43), options.encodingAesKey],
    } as Partial<ReceiverOptions>)
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
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

it('takes a subscription back once, however often Off is called', async () => {
  const { receiver } = receiverOf()
  const handler = vi.fn()
  const off = receiver.on('component_verify_ticket', handler)
  receiver.on('component_verify_ticket', handler)
  off()
  off()
  await receiver.handle(toRequest(seal(ticket())))
  expect(handler).toHaveBeenCalledOnce()
})

it('is not disturbed by a listener of a signal that throws, now or later, nor is another listener', async () => {
  const error = vi.fn()
  const { receiver, names } = receiverOf({ logger: { info() {}, warn() {}, error } })
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const listener = vi.fn()
  receiver.signals.on('accepted', () => {
    throw new Error('listener')
  })
  receiver.signals.on('accepted', async () => {
    throw new TypeError('listener')
  })
  receiver.signals.on('accepted', listener)
  receiver.signals.on('*', listener)
  expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', rejections)
  expect(rejections).not.toHaveBeenCalled()
  expect(names()).toContain('accepted')
  expect(listener.mock.calls.map(([first]) => first)).toEqual(['unhandled', expect.any(Object), 'accepted'])
  expect(error.mock.calls).toEqual([
    [{ signal: 'accepted', reason: expect.stringMatching(/^Error at/) }, expect.any(String)],
    [{ signal: 'accepted', reason: expect.stringMatching(/^TypeError at/) }, expect.any(String)],
  ])
})

it('is not disturbed by a logger that throws, whoever it logs for', async () => {
  const fail = () => {
    throw new Error('logger')
  }
  const receiver = createReceiver({ ...options, logger: { info: fail, warn: fail, error: fail }, now: () => nowMs })
  receiver.signals.on('*', fail)
  expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
  expect((await receiver.handle({ method: 'POST', query: {}, body: '' })).status).toBe(400)
  // The refusal is logged after its answer; what throws then would end the process.
  await new Promise((resolve) => setTimeout(resolve, 5))
})

it('names each type of push that has no handler once in the log, new ones too', async () => {
  const warn = vi.fn()
  const receiver = createReceiver({ ...options, logger: { info() {}, warn, error() {} }, now: () => nowMs })
  warn.mockClear()
  const types = ['notify_a', 'notify_a', 'notify_b']
  for (const [i, type] of types.entries()) {
    await receiver.handle(toRequest(seal(`<xml><CreateTime>${i}</CreateTime><InfoType>${type}</InfoType></xml>`)))
  }
  expect(warn.mock.calls.map(([fields]) => fields.infoType)).toEqual(['notify_a', 'notify_b'])
})

describe('close', () => {
  it('waits for what runs and refuses what comes', async () => {
    const { receiver } = receiverOf()
    let done = false
    receiver.on('component_verify_ticket', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      done = true
    })
    const answer = receiver.handle(toRequest(seal(ticket())))
    await receiver.close()
    expect(done).toBe(true)
    expect((await answer).status).toBe(200)
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(503)
  })

  it('waits for a handler that missed the deadline of its answer', async () => {
    const { receiver } = receiverOf({ deadlineMs: 10 })
    let done = false
    receiver.on('component_verify_ticket', async () => {
      await new Promise((resolve) => setTimeout(resolve, 60))
      done = true
    })
    expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(503)
    expect(done).toBe(false)
    await receiver.close()
    expect(done).toBe(true)
  })

  it('gives up after timeoutMs on a handler that never returns', async () => {
    const { receiver } = receiverOf({ deadlineMs: 10 })
    receiver.on('component_verify_ticket', () => new Promise(() => {}))
    await receiver.handle(toRequest(seal(ticket())))
    await receiver.close({ timeoutMs: 20 })
  })
})

describe('GET with echostr', () => {
  const query = {
    timestamp: '1714036504',
    nonce: '1514711492',
    echostr: '4375120948345356249',
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
  }

  it('echoes a verified one as text that no browser interprets', async () => {
    const { receiver } = receiverOf({ token: 'AAAAA' } as Partial<ReceiverOptions>)
    expect(await receiver.handle({ method: 'GET', query, body: '' })).toEqual({
      status: 200,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      body: '4375120948345356249',
    })
  })

  it.each([
    [{ signature: 'f464b24fc39322e44b38aa78f5edd27bd1441697' }, 401],
    [{ echostr: '<script>' }, 400],
    [{ echostr: 'a'.repeat(129) }, 400],
    [{ nonce: ['1', '2'] }, 400],
  ])('never echoes %j', async (change, status) => {
    const { receiver } = receiverOf({ token: 'AAAAA' } as Partial<ReceiverOptions>)
    expect((await receiver.handle({ method: 'GET', query: { ...query, ...change }, body: '' })).status).toBe(status)
  })
})

describe('start', () => {
  it('refuses while Next builds, and says where to call it', async () => {
    vi.stubEnv('NEXT_PHASE', 'phase-production-build')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { receiver } = receiverOf({ inbox: createMemoryInbox() })
    onTestFinished(() => receiver.close())
    await expect(receiver.start()).rejects.toMatchObject({
      code: 'ERR_START_IN_BUILD',
      hint: expect.stringContaining('instrumentation.ts'),
    })
  })
})

describe('read', () => {
  it('gives the typed event of a stored entry, and undefined when its text is gone', async () => {
    const inbox = createMemoryInbox()
    const { receiver } = receiverOf({ inbox })
    onTestFinished(() => receiver.close())
    await receiver.handle(toRequest(seal(ticket())))
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
