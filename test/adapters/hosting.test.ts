import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Router from '@koa/router'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import { build } from 'esbuild'
import express, { type ErrorRequestHandler } from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import supertest from 'supertest'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { requireAlias, serveListener, stop } from './adapter-suite.js'
import { newPush, newReceiver, pushTo } from './pushes.js'

const koaMount = requireAlias<(path: string, middleware: Koa.Middleware | Koa) => Koa.Middleware>('koa-mount')

describe.each([
  ['Express 4', requireAlias<typeof express>('express-4')],
  ['Express 5', express],
])('%s', (_name, framework) => {
  it('works in a Router, in a sub-app and behind a trusted proxy', async () => {
    const receiver = newReceiver()
    const app = framework().set('trust proxy', true)
    app.use('/router', framework.Router().use('/authorization', forExpress.mount(receiver)))
    app.use('/route', framework.Router().all('/:tenant/authorization', forExpress.mount(receiver)))
    app.use('/sub', framework().use('/authorization', forExpress.mount(receiver)))
    const paths = ['/router/authorization', '/route/a/authorization', '/sub/authorization', '/sub/authorization/']
    for (const path of paths) {
      const answer = await pushTo(app, path).set('x-forwarded-proto', 'https').set('x-forwarded-for', '203.0.113.7')
      expect([path, answer.text]).toEqual([path, 'success'])
    }
  })

  it('works where something wraps it, as tracing and async wrappers do', async () => {
    const app = framework()
    const handler = forExpress.mount(newReceiver())
    app.post('/wechat/authorization', (request, response, next) => handler(request, response, next))
    expect((await pushTo(app, '/wechat/authorization')).text).toBe('success')
  })

  it('leaves what lies below its path to the host, behind a route that let the request through', async () => {
    const app = framework()
    app.all(/.*/, (_request, _response, next) => next())
    app.use('/', forExpress.mount(newReceiver()))
    app.post('/orders', (_request, response) => void response.send('host'))
    expect((await pushTo(app, '/orders')).text).toBe('host')
    expect((await pushTo(app, '/')).text).toBe('success')
  })

  it("hands what goes wrong while it writes to the host's error handler", async () => {
    const app = framework()
    app.use((_request, response, next) => {
      const { setHeader } = response
      response.setHeader = (name, value) => {
        if (value === 'text/plain; charset=utf-8') throw new Error('no header of yours')
        return setHeader.call(response, name, value)
      }
      next()
    })
    app.use('/wechat', forExpress.mount(newReceiver()))
    app.use(((error, _request, response, _next) => response.status(500).json(error.message)) as ErrorRequestHandler)
    expect((await pushTo(app, '/wechat')).body).toBe('no header of yours')
  })
})

describe('Koa', () => {
  it('works under koa-mount, in an app mounted there, and in a nested router', async () => {
    const receiver = newReceiver()
    const inner = new Router().all('/authorization', forKoa.mount(receiver))
    const app = new Koa({ proxy: true })
    app.use(koaMount('/mounted', forKoa.mount(receiver)))
    app.use(koaMount('/sub', new Koa().use(forKoa.mount(receiver, { path: '/authorization' }))))
    app.use(new Router().use('/nested', inner.routes()).routes() as never)
    const server = app.callback()
    for (const path of ['/mounted', '/sub/authorization', '/sub/authorization/', '/nested/authorization']) {
      const answer = await pushTo(server, path).set('x-forwarded-for', '203.0.113.7')
      expect([path, answer.text]).toEqual([path, 'success'])
    }
    expect((await pushTo(server, '/sub/other')).status).toBe(404)
  })

  it('lets middleware around it see the answer, and middleware behind it run for other paths only', async () => {
    const seen: string[] = []
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next()
      seen.push(`${ctx.path} ${ctx.status}`)
    })
    app.use(forKoa.mount(newReceiver(), { path: '/wechat' }))
    app.use((ctx) => {
      seen.push(`downstream ${ctx.path}`)
      ctx.body = 'host'
    })
    const server = app.callback()
    expect((await pushTo(server, '/wechat')).text).toBe('success')
    expect((await pushTo(server, '/other')).text).toBe('host')
    expect(seen).toEqual(['/wechat 200', 'downstream /other', '/other 200'])
  })

  it('refuses a path that could never fit', () => {
    for (const path of ['wechat', 'https://example.com/wechat', '/wechat?a=1', '']) {
      expect(() => forKoa.mount(newReceiver(), { path })).toThrow(
        expect.objectContaining({ code: 'ERR_OPTIONS_INVALID' }),
      )
      expect(() => toNodeHandler(newReceiver(), { path })).toThrow(/begins with \//)
    }
  })
})

describe.each([
  ['Fastify 4', requireAlias<typeof fastify>('fastify-4')],
  ['Fastify 5', fastify],
])('%s', (_name, framework) => {
  it('works under nested prefixes, behind a trusted proxy, with the logger on', async () => {
    const lines: string[] = []
    const app = framework({ logger: { stream: { write: (line: string) => void lines.push(line) } }, trustProxy: true })
    onTestFinished(() => app.close())
    await app.register(
      async (scope) => {
        await scope.register(forFastify.mount(newReceiver()), { prefix: '/authorization' })
      },
      { prefix: '/wechat' },
    )
    await app.ready()
    for (const path of ['/wechat/authorization', '/wechat/authorization/']) {
      expect((await pushTo(app.server, path).set('x-forwarded-for', '203.0.113.7')).text).toBe('success')
    }
    expect(lines.filter((line) => line.includes('"statusCode":200'))).toHaveLength(2)
  })

  it("leaves the host's parsers as they are, whichever comes first", async () => {
    const app = framework()
    onTestFinished(() => app.close())
    app.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) => done(null, { xml: body }))
    await app.register(forFastify.mount(newReceiver()), { prefix: '/wechat' })
    app.post('/own', async (request) => request.body)
    await app.ready()
    expect((await pushTo(app.server, '/wechat')).text).toBe('success')
    const client = supertest(app.server)
    expect((await client.post('/own').set('content-type', 'text/xml').send('<a/>')).body).toEqual({ xml: '<a/>' })
    expect((await client.post('/own').send({ a: 1 })).body).toEqual({ a: 1 })
    expect((await client.post('/own').set('content-type', 'text/csv').send('a')).status).toBe(415)
  })

  it('shows no stream to hooks of the host that look at bodies', async () => {
    const app = framework()
    onTestFinished(() => app.close())
    const audited: unknown[] = []
    app.addHook('preHandler', async (request) => void audited.push(JSON.stringify(request.body)))
    await app.register(forFastify.mount(newReceiver()), { prefix: '/wechat' })
    await app.ready()
    expect((await pushTo(app.server, '/wechat')).text).toBe('success')
    expect(audited).toEqual(['{}'])
  })

  it('shows hooks of the host the content type of a push, and takes one of no type that Fastify knows', async () => {
    const app = framework()
    onTestFinished(() => app.close())
    const types: unknown[] = []
    app.addHook('onResponse', async (request) => void types.push(request.headers['content-type']))
    await app.register(forFastify.mount(newReceiver()), { prefix: '/wechat' })
    await app.ready()
    const known = [
      'text/xml',
      'text/xml; charset=utf-8',
      'Text/XML ;charset',
      'application/xml',
      'application/json',
      'a/b;',
    ]
    const unknown = ['xml', 'xml; charset', '/xml', 'text/', 'text /xml', 'text/x/ml', 'text/xml, text/xml', ';']
    for (const type of [...known, ...unknown]) {
      const answer = await pushTo(app.server, '/wechat').set('content-type', type)
      expect([type, answer.text]).toEqual([type, 'success'])
    }
    await expect.poll(() => types).toEqual([...known, ...unknown.map(() => undefined)])
  })

  it('takes pushes by inject()', async () => {
    const app = framework()
    onTestFinished(() => app.close())
    await app.register(forFastify.mount(newReceiver()), { prefix: '/wechat' })
    const push = newPush()
    const answer = await app.inject({
      method: 'POST',
      url: push.url('/wechat'),
      headers: push.headers,
      payload: push.body,
    })
    expect([answer.statusCode, answer.body]).toEqual([200, 'success'])
  })
})

describe('node:http', () => {
  it('hands other paths to next, answers them 404 without one, and takes every path without `path`', async () => {
    const handle = toNodeHandler(newReceiver(), { path: '/wechat' })
    const everywhere = toNodeHandler(newReceiver())
    const [withNext, alone, all] = await Promise.all([
      serveListener((request, response) => void handle(request, response, () => response.end('host'))),
      serveListener(handle),
      serveListener(everywhere),
    ])
    onTestFinished(async () => void (await Promise.all([withNext, alone, all].map(stop))))
    expect((await pushTo(withNext, '/wechat')).text).toBe('success')
    expect((await pushTo(withNext, '/wechat/')).text).toBe('success')
    expect((await pushTo(withNext, '/other')).text).toBe('host')
    expect((await pushTo(alone, '/other')).status).toBe(404)
    expect((await pushTo(all, '/anything')).text).toBe('success')
  })

  it('reads a stream on which the host called setEncoding, and a rawBody or body that a platform prepared', async () => {
    const handle = toNodeHandler(newReceiver())
    const prepared = await serveListener(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks)
      Object.assign(request, request.headers['x-raw'] ? { rawBody: body } : { body: body.toString() })
      await handle(request, response)
    })
    const encoded = await serveListener((request, response) => handle(request.setEncoding('utf8'), response))
    onTestFinished(async () => void (await Promise.all([prepared, encoded].map(stop))))
    expect((await pushTo(prepared, '/')).text).toBe('success')
    expect((await pushTo(prepared, '/').set('x-raw', '1')).text).toBe('success')
    expect((await pushTo(encoded, '/')).text).toBe('success')
  })
})

describe('fetch', () => {
  it('is a route handler as Next.js takes it', async () => {
    const POST = toFetchHandler(newReceiver())
    const push = newPush()
    const answer = await POST(push.toRequest('https://shop.example/wechat/authorization'))
    expect([answer.status, await answer.text()]).toEqual([200, 'success'])
  })

  it('works in Hono under a base path, in an app that is a route of another', async () => {
    const handle = toFetchHandler(newReceiver())
    const wechat = new Hono().all('/authorization', (c) => handle(c.req.raw))
    const app = new Hono().basePath('/api').route('/wechat', wechat)
    const push = newPush()
    const answer = await app.request(push.toRequest('https://shop.example/api/wechat/authorization'))
    expect([answer.status, await answer.text()]).toEqual([200, 'success'])
    expect((await app.request('/api/wechat/authorization')).status).toBe(405)
    expect((await app.request('/api/wechat/other', { method: 'POST' })).status).toBe(404)
  })

  it('uses nothing of Node but node:crypto', async () => {
    const { metafile } = await build({
      stdin: {
        contents: "export * from '@wehook/core'; export * from '@wehook/core/fetch'",
        resolveDir: import.meta.dirname,
      },
      conditions: ['@wehook/source'],
      platform: 'neutral',
      mainFields: ['module', 'main'],
      external: ['node:*'],
      bundle: true,
      write: false,
      metafile: true,
      logLevel: 'silent',
    })
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))
    expect(new Set(imported)).toEqual(new Set(['node:crypto']))
  })

  it('gives every answer headers of its own, for servers write into them', async () => {
    const Original = Response
    vi.stubGlobal(
      'Response',
      class extends Original {
        constructor(body: string, init: { status: number; headers: Record<string, string> }) {
          Object.assign(init.headers, { 'content-length': String(body.length) })
          super(body, init)
        }
      },
    )
    onTestFinished(() => void vi.unstubAllGlobals())
    const POST = toFetchHandler(newReceiver())
    const refused = await POST(new Request('https://shop.example/', { method: 'POST' }))
    expect([refused.status, refused.headers.get('content-length')]).toEqual([400, '11'])
    const server = await serveListener(toNodeHandler(newReceiver()))
    onTestFinished(() => stop(server))
    expect((await pushTo(server, '/')).text).toBe('success')
    const accepted = await POST(newPush().toRequest('https://shop.example/'))
    expect(accepted.headers.get('content-length')).toBe('7')
    expect((await supertest(server).post('/')).text).toBe('Bad Request')
  })

  it('reads a stream of unknown length to its limit and no further', async () => {
    const POST = toFetchHandler(newReceiver())
    const push = newPush()
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    const answer = await POST(new Request(push.url('https://shop.example/'), init))
    expect(answer.status).toBe(413)
    expect(pulled).toBeLessThan(8)
  })

  it('lets go of a stream that stalls', async () => {
    const POST = toFetchHandler(newReceiver({ deadlineMs: 50 }))
    const cancel = vi.fn()
    const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}), cancel })
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    const answer = await POST(new Request(newPush().url('https://shop.example/'), init))
    expect(answer.status).toBe(408)
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe('every adapter', () => {
  it('has at most 60 lines', () => {
    const adapters = [
      'express/src/index',
      'koa/src/index',
      'fastify/src/index',
      'core/src/http/node',
      'core/src/http/fetch',
    ]
    for (const name of adapters) {
      const file = fileURLToPath(new URL(`../../packages/${name}.ts`, import.meta.url))
      expect(readFileSync(file, 'utf8').trimEnd().split('\n').length, name).toBeLessThanOrEqual(60)
    }
  })
})
