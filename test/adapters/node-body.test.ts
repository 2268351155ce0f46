import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { createGunzip, gzipSync } from 'node:zlib'
import type { Receiver, WehookErrorCode } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { requireAlias, serveListener, stop } from './adapter-suite.js'
import { newPush, newReceiver, pushTo } from './pushes.js'

type Push = ReturnType<typeof newPush>

function headOf(push: Push, path: string, ...headers: readonly string[]): string {
  const length = `content-length: ${Buffer.byteLength(push.body)}`
  return [`POST ${push.url(path)} HTTP/1.1`, 'host: shop.example', length, ...headers, '', ''].join('\r\n')
}

/** What something of the host does with Node's request before wehook is asked. */
type Before = (request: IncomingMessage, next: () => void, response: ServerResponse) => unknown
type Start = (receiver: Receiver, before: Before) => Promise<Server>

function startFastify(framework: typeof fastify): Start {
  return async (receiver, before) => {
    const app = framework()
    app.addHook('onRequest', (request, reply, done) => void before(request.raw, done, reply.raw))
    await app.register(forFastify.mount(receiver), { prefix: '/wechat' })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return app.server
  }
}

const frameworks: Readonly<Record<string, Start>> = {
  Express(receiver, before) {
    const app = express()
    app.use((request, response, next) => void before(request, next, response))
    return serveListener(app.use('/wechat', forExpress.mount(receiver)))
  },
  Koa(receiver, before) {
    const app = new Koa()
    app.use((ctx, next) => new Promise((done, fail) => before(ctx.req, () => next().then(done, fail), ctx.res)))
    return serveListener(app.use(forKoa.mount(receiver, { path: '/wechat' })).callback())
  },
  'Fastify 4': startFastify(requireAlias<typeof fastify>('fastify-4')),
  'Fastify 5': startFastify(fastify),
  'node:http'(receiver, before) {
    const handle = toNodeHandler(receiver)
    return serveListener((request, response) => before(request, () => void handle(request, response), response))
  },
}

const befores: Readonly<Record<string, Before>> = {
  'paused it': (request, next) => {
    request.pause()
    next()
  },
  'listens to it too': (request, next) => {
    request.on('data', () => {})
    next()
  },
  'asked for text of utf8': (request, next) => {
    request.setEncoding('utf8')
    next()
  },
  'asked for text of base64': (request, next) => {
    request.setEncoding('base64')
    next()
  },
  'kept its bytes on it, as serverless platforms do': async (request, next) => {
    Object.assign(request, { rawBody: await buffer(request) })
    next()
  },
  'kept its text on it, as middleware of connect does': async (request, next) => {
    Object.assign(request, { body: (await buffer(request)).toString() })
    next()
  },
  'listens to it as soon as it was handed on': (request, next) => {
    next()
    request.on('data', () => {})
  },
  'pipes it away as soon as it was handed on': (request, next) => {
    next()
    request.pipe(new PassThrough().resume())
  },
  'reads all of it as soon as it was handed on': (request, next) => {
    next()
    void buffer(request)
  },
  'asks for text as soon as it was handed on': (request, next) => {
    next()
    request.setEncoding('utf8')
  },
  'listens to it as text as soon as it was handed on': (request, next) => {
    next()
    request.setEncoding('utf8').on('data', () => {})
  },
  'waits until all of it is there, and listens as soon as it was handed on': async (request, next) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    next()
    request.on('data', () => {})
  },
}

describe.each(Object.entries(frameworks))('%s takes a push when something before it', (_name, start) => {
  it.each(Object.entries(befores))('%s', async (_what, before) => {
    const server = await start(newReceiver({ deadlineMs: 1000 }), before)
    onTestFinished(() => stop(server))
    // In one piece, and in two of which the first comes with the headers: the stream then holds all, a part, or two parts.
    for (const cut of [Number.POSITIVE_INFINITY, 100]) {
      const push = newPush()
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(headOf(push, '/wechat', 'connection: close') + push.body.slice(0, cut))
      await new Promise((resolve) => setTimeout(resolve, 10))
      socket.write(push.body.slice(cut))
      expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\nsuccess$/)
    }
  })
})

// Fastify asks nobody once the host has answered.
const asked = Object.entries(frameworks).filter(([name]) => !name.startsWith('Fastify'))
describe.each(asked)('%s loses no push that the host itself answers', (_name, start) => {
  const orders: Readonly<Record<string, Before>> = {
    'before it hands it on': (_request, next, response) => {
      response.writeHead(200).end('early')
      next()
    },
    'as soon as it was handed on': (_request, next, response) => {
      next()
      response.writeHead(200).end('early')
    },
  }
  const matrix = Object.entries(orders).flatMap(([order, before]) =>
    [Number.POSITIVE_INFINITY, 100, 0].map((cut) => ({ order, before, cut })),
  )
  it.each(matrix)('$order, $cut bytes of it with the headers', async ({ before, cut }) => {
    const receiver = newReceiver({ deadlineMs: 1000 })
    const handler = vi.fn()
    receiver.on('*', handler)
    const server = await start(receiver, before)
    onTestFinished(() => stop(server))
    const push = newPush()
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    socket.write(headOf(push, '/wechat') + push.body.slice(0, cut))
    await new Promise((resolve) => setTimeout(resolve, 10))
    socket.write(push.body.slice(cut))
    const answer = socket.read() ?? (await once(socket, 'data'))
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    await expect.poll(() => handler.mock.calls.length).toBe(1)
  })
})

it.each(['identity', 'Identity', ''])('takes a content-encoding of "%s" for none', async (encoding) => {
  const server = await serveListener(toNodeHandler(newReceiver()))
  onTestFinished(() => stop(server))
  expect((await pushTo(server, '/').set('content-encoding', encoding)).text).toBe('success')
})

describe("a stream of the host's own", () => {
  async function serveWith(receiver: Receiver, hook: (payload: Readable) => Readable): Promise<Server> {
    const app = fastify()
    app.addHook('preParsing', async (_request, _reply, payload) => hook(payload))
    await app.register(forFastify.mount(receiver))
    await app.listen({ port: 0, host: '127.0.0.1' })
    onTestFinished(() => app.close())
    return app.server
  }

  function refusalsOf(receiver: Receiver): WehookErrorCode[] {
    const refused: WehookErrorCode[] = []
    receiver.signals.on('rejected', ({ code }) => void refused.push(code))
    return refused
  }

  it('is aborted with the upload behind it', async () => {
    const receiver = newReceiver()
    const refused = refusalsOf(receiver)
    const server = await serveWith(receiver, (payload) => payload.pipe(createGunzip()))
    const push = newPush()
    const body = gzipSync(push.body)
    const socket = connect((server.address() as { port: number }).port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST ${push.url('/')} HTTP/1.1\r\nhost: shop.example\r\ncontent-length: ${body.length}\r\n\r\n`)
    socket.write(body.subarray(0, 50))
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await expect.poll(() => refused, { timeout: 2000 }).toEqual(['ERR_BODY_ABORTED'])
  })

  it.each([
    ['bytes', (body: string) => [Buffer.from(body)]],
    ['texts', (body: string) => [body.slice(0, 100), body.slice(100)]],
  ])('is read when it is one of %s that the hook makes again', async (_what, toChunks) => {
    const push = newPush()
    const server = await serveWith(newReceiver({ deadlineMs: 1000 }), (payload) => {
      payload.resume()
      return Readable.from(toChunks(push.body))
    })
    expect((await pushTo(server, '/', push)).text).toBe('success')
  })

  it('is refused when it is one of neither', async () => {
    const receiver = newReceiver({ deadlineMs: 1000 })
    const refused = refusalsOf(receiver)
    const server = await serveWith(receiver, (payload) => {
      payload.resume()
      return Readable.from([{ appid: 'wxinvented' }])
    })
    expect((await pushTo(server, '/')).status).toBe(400)
    expect(refused).toEqual(['ERR_BODY_ABORTED'])
  })

  it('leaves no timer behind when it is destroyed', async () => {
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    const armed = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => void vi.restoreAllMocks())
    const deadlineMs = 4321
    const receiver = newReceiver({ deadlineMs, now: () => 1_700_000_000_000 })
    const refused = refusalsOf(receiver)
    const server = await serveWith(receiver, () => {
      const broken = new PassThrough()
      setTimeout(() => broken.destroy(), 20)
      return broken
    })
    expect((await pushTo(server, '/')).status).toBe(400)
    expect(refused).toEqual(['ERR_BODY_ABORTED'])
    const timer = armed.mock.results[armed.mock.calls.findIndex(([, ms]) => isDeadline(ms, deadlineMs))]?.value
    expect(timer).toBeDefined()
    expect(cleared).toHaveBeenCalledWith(timer)
  })
})

/** What is left of a deadline when a timer is set: the time since the request came is off. */
function isDeadline(ms: number | undefined, deadlineMs: number): boolean {
  return ms !== undefined && ms <= deadlineMs && ms > deadlineMs - 1_000
}

describe('the timers of a push', () => {
  const deadlineMs = 4321
  /** Sends the parts one after the other on a connection of their own, and tells the answer and the timers that are left of it. */
  async function send(parts: (push: Push) => readonly string[]) {
    const receiver = newReceiver({ deadlineMs, now: () => 1_700_000_000_000 })
    receiver.on('authorized', () => {})
    const server = await serveListener(toNodeHandler(receiver))
    onTestFinished(() => stop(server))
    const armed = vi.spyOn(globalThis, 'setTimeout')
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    onTestFinished(() => void vi.restoreAllMocks())
    const socket = connect((server.address() as { port: number }).port, '127.0.0.1')
    await once(socket, 'connect')
    for (const part of parts(newPush())) {
      socket.write(part)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const [answer] = socket.readableLength > 0 ? [socket.read()] : await once(socket, 'data')
    socket.destroy()
    const timers = armed.mock.calls.flatMap(([, ms], call) =>
      isDeadline(ms, deadlineMs) ? [armed.mock.results[call]?.value] : [],
    )
    const left = timers.filter((timer) => !cleared.mock.calls.some(([each]) => each === timer)).length
    return { status: String(answer).split('\r\n', 1)[0], hasTimers: timers.length > 0, left }
  }

  it.each([
    ['in one piece', (push: Push) => [headOf(push, '/') + push.body]],
    ['later than its head', (push: Push) => [headOf(push, '/'), push.body]],
    ['by and by', (push: Push) => [headOf(push, '/') + push.body.slice(0, 100), push.body.slice(100)]],
  ])('are all cleared when it is answered, also when its body comes %s', async (_when, parts) => {
    expect(await send(parts)).toEqual({ status: 'HTTP/1.1 200 OK', hasTimers: true, left: 0 })
  })
})
