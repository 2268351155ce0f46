import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMemoryInbox, createPlatform, createReceiver, openPush } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { createSimulatedPlatform, type SimulatedPlatformOptions, samples } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

interface Answer {
  readonly status?: number
  readonly body?: string
  readonly afterMs?: number
}

/** A callback URL that answers as told, and keeps what came. */
async function createCallback(answers: readonly Answer[] = []) {
  const got: { readonly query: Record<string, string>; readonly body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    got.push({ query: Object.fromEntries(url.searchParams), body: Buffer.concat(chunks).toString() })
    const { status = 200, body = 'success', afterMs = 0 } = answers[got.length - 1] ?? {}
    setTimeout(() => response.writeHead(status).end(body), afterMs)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push` }
}

async function createScript(answers: readonly Answer[] = [], options: SimulatedPlatformOptions = {}) {
  const { got, url } = await createCallback(answers)
  const platform = await createSimulatedPlatform({ callbackUrl: url, tickets: false, ...options })
  onTestFinished(() => platform.close())
  const opened = () => got.map((push) => openPush(push, [createPlatform(platform.receiverOptions)]))
  return { platform, got, opened }
}

const unauthorized = samples.unauthorized.typical

const outcomes = (pushes: readonly { readonly attempts: readonly { readonly outcome: string }[] }[]) =>
  pushes.map((push) => push.attempts.map((attempt) => attempt.outcome))

describe('how a simulated platform pushes', () => {
  it('takes only `success` with 200 for a receipt, and does not repeat an event automatically', async () => {
    const { platform, got } = await createScript([
      {},
      { status: 500 },
      { body: 'success\n' },
      { body: '{"errcode":0}' },
      { status: 204, body: '' },
    ])
    for (let i = 0; i < 5; i++) await platform.push(unauthorized)
    expect(platform.pushes.map((push) => push.isAccepted)).toEqual([true, false, false, false, false])
    expect(got).toHaveLength(5)
  })

  it('repeats a ticket twice, sealed again, the same text', async () => {
    const { platform, got, opened } = await createScript([{ status: 503 }, { status: 503 }, {}])
    await platform.pushTicket()
    expect(outcomes(platform.pushes)).toEqual([['refused', 'refused', 'accepted']])
    expect(new Set(got.map((push) => push.body)).size).toBe(3)
    expect(new Set(opened().map((push) => push.id)).size).toBe(1)
  })

  it('repeats an event after a refusal when asked to', async () => {
    const { platform } = await createScript([{ status: 500 }])
    await platform.push(unauthorized, { retries: 3 })
    expect(outcomes(platform.pushes)).toEqual([['refused', 'accepted']])
  })

  it('gives an answer up after the time-out, and repeats when asked to', async () => {
    const { platform } = await createScript([{ afterMs: 400 }], { answerTimeoutMs: 100 })
    await platform.push(unauthorized, { retries: 1 })
    expect(outcomes(platform.pushes)).toEqual([['timed-out', 'accepted']])
  })

  it('loses answers: the host has the push, and gets it again', async () => {
    const { platform, opened } = await createScript()
    await platform.push(unauthorized, { loseAnswers: 1, retries: 2 })
    expect(outcomes(platform.pushes)).toEqual([['lost', 'accepted']])
    expect(new Set(opened().map((push) => push.id)).size).toBe(1)
  })

  it('loses pushes', async () => {
    const { platform, got } = await createScript()
    await platform.push(unauthorized, { lost: true })
    expect(got).toEqual([])
    expect(outcomes(platform.pushes)).toEqual([[]])
  })

  it('says that nobody listens', async () => {
    const platform = await createSimulatedPlatform({ callbackUrl: 'http://127.0.0.1:9/push', tickets: false })
    onTestFinished(() => platform.close())
    await platform.push(unauthorized)
    expect(outcomes(platform.pushes)).toEqual([['unreachable']])
  })

  it('pushes twice, late, with the previous key and the previous token', async () => {
    const { platform, opened } = await createScript()
    await platform.push(unauthorized, { times: 2, delay: { minutes: 8 }, previousKey: true, previousToken: true })
    expect(opened()).toEqual([])
    const createdAt = Math.floor(platform.clock.now() / 1000)
    await platform.clock.advance({ minutes: 10 })
    expect(opened()).toHaveLength(2)
    for (const push of opened()) {
      expect(push.previous).toEqual({ token: true, key: true })
      expect(push.timestamp).toBe(createdAt + 480)
      expect(push.xml).toContain(`<CreateTime>${createdAt}</CreateTime>`)
    }
  })

  it('orders a batch as asked', async () => {
    const batch = [1, 2, 3].map((n) => ({ ...unauthorized, AuthorizerAppid: `wx${n}` }))
    const order = async (asked: 'documented' | 'reversed' | 'shuffled' | number[]) => {
      const { platform, opened } = await createScript()
      await platform.push(batch, { order: asked })
      return opened().map((push) => /AuthorizerAppid><!\[CDATA\[wx(\d)/.exec(push.xml)?.[1])
    }
    expect(await order('documented')).toEqual(['1', '2', '3'])
    expect(await order('reversed')).toEqual(['3', '2', '1'])
    expect(await order([1, 2, 0])).toEqual(['2', '3', '1'])
    expect((await order('shuffled')).sort()).toEqual(['1', '2', '3'])
    await expect(order([0, 0, 1])).rejects.toThrow(/each place from 0 to 2 once/)
  })

  it('pushes as the platform’s own settings say unless a call says otherwise', async () => {
    const { platform, got } = await createScript([], { pushes: { times: 2 } })
    await platform.push(unauthorized)
    await platform.push(unauthorized, { times: 1 })
    expect(got).toHaveLength(3)
  })

  it('refuses what cannot be pushed, before anything is sent', async () => {
    const { platform, got } = await createScript()
    await expect(platform.push({ infoType: 'authorised' } as never)).rejects.toThrow(/did you mean 'authorized'/)
    expect(got).toEqual([])
  })
})

it('an event that happens again while the clock does not move is a new one, `times` repeats it', async () => {
  const { platform, events } = await createScene()
  const { appid } = platform.addAuthorizer()
  const expiry = { infoType: 'notify_3rd_wxa_wxverify', appid, expired: 1_700_000_000 } as const
  await platform.push(expiry)
  await platform.push(expiry, { times: 3 })
  const pushed = platform.pushes.filter((push) => push.infoType === expiry.infoType)
  expect(new Set(pushed.map((push) => push.xml)).size).toBe(2)
  expect(pushed).toHaveLength(4)
  expect(events.filter((event) => event.infoType === expiry.infoType)).toHaveLength(2)
})

it('a step ends when what follows its pushes has ended as well, where `until` says so', async () => {
  const seen: string[] = []
  const running = new Set<Promise<void>>()
  const until = async () => {
    while (running.size > 0) await Promise.all(running)
  }
  const { platform, client, receiver } = await createScene({ until })
  // A handler's work that goes on after the answer, as that of an inbox does.
  receiver.on('notify_third_fasteregister', (event) => {
    const work = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => {
      seen.push(event.outcome)
      running.delete(work)
    })
    running.add(work)
  })
  await client.registration.enterprise.create(company)
  await platform.person.confirms()
  expect(seen).toEqual(['succeeded'])
  await client.registration.enterprise.create(company)
  await platform.clock.advance({ hours: 24 })
  expect(seen).toEqual(['succeeded', 'failed'])
})

it('what `until` throws is the step’s error', async () => {
  const { platform } = await createScene()
  platform.pushTo('http://127.0.0.1:9/nobody', { until: () => Promise.reject(new Error('not idle')) })
  await expect(platform.pushTicket()).rejects.toThrow('not idle')
})

it('waits for receiver.idle(), so that the next line sees what handlers behind an inbox did', async () => {
  const platform = await createSimulatedPlatform({ tickets: false })
  const receiver = createReceiver({ ...platform.receiverOptions, inbox: createMemoryInbox(), logger: false })
  const seen: string[] = []
  receiver.on('notify_3rd_wxa_wxverify', async (event) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    seen.push(event.payload.appid)
  })
  await receiver.start()
  const server = createServer(toNodeHandler(receiver)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await platform.close()
    await receiver.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  platform.pushTo(url, { until: () => receiver.idle() })
  await platform.push({ infoType: 'notify_3rd_wxa_wxverify', appid: 'wx0123456789abcdef', expired: 1_700_000_000 })
  expect(seen).toEqual(['wx0123456789abcdef'])
})
