import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import formbody5 from '@fastify/formbody-5'
import { serve } from '@hono/node-server'
import { bodyParser } from '@koa/bodyparser'
import { type Console, createConsole } from '@wehook/console'
import { createMemoryInbox, createReceiver, type Inbox } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import express from 'express'
import fastify, { type FastifyPluginCallback } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen, requireAlias, serveListener, stop } from '../adapters/adapter-suite.js'

const express4 = requireAlias<typeof express>('express-4')
const koa2 = requireAlias<typeof Koa>('koa-2')
const fastify4 = requireAlias<typeof fastify>('fastify-4')
const formbody4 = requireAlias<FastifyPluginCallback>('@fastify/formbody-4')

const prefix = '/ops/wechat'
type Start = (console: Console) => Promise<Server>

const inExpress =
  (framework: typeof express, ...parsers: readonly ReturnType<typeof express.json>[]): Start =>
  (console) => {
    const app = framework()
    for (const parser of parsers) app.use(parser)
    app.use(prefix, forExpress.mount(console))
    return serveListener(app)
  }

const inKoa =
  (framework: typeof Koa, parser?: Koa.Middleware): Start =>
  (console) => {
    const app = new framework()
    if (parser) app.use(parser)
    app.use(forKoa.mount(console, { path: prefix }))
    return serveListener(app.callback())
  }

const inFastify =
  (framework: typeof fastify, plugin?: FastifyPluginCallback): Start =>
  async (console) => {
    const app = framework()
    if (plugin) await app.register(plugin)
    await app.register(forFastify.mount(console), { prefix })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return app.server
  }

const hosts: Readonly<Record<string, Start>> = {
  'Express 5': inExpress(express),
  'Express 5 behind express.urlencoded()': inExpress(express, express.urlencoded({ extended: true })),
  'Express 5 behind express.json()': inExpress(express, express.json()),
  'Express 4': inExpress(express4),
  'Express 4 behind both parsers': inExpress(express4, express4.json(), express4.urlencoded({ extended: false })),
  'Koa 3': inKoa(Koa),
  'Koa 3 behind @koa/bodyparser': inKoa(Koa, bodyParser()),
  'Koa 2': inKoa(koa2),
  'Fastify 5': inFastify(fastify),
  'Fastify 5 with @fastify/formbody': inFastify(fastify, formbody5),
  'Fastify 4 with @fastify/formbody': inFastify(fastify4, formbody4),
  'node:http': (console) => listen(createServer(toNodeHandler(console, { path: prefix }))),
  Hono: async (console) => {
    const app = new Hono()
    const handle = toFetchHandler(console)
    app.all(prefix, (context) => handle(context.req.raw))
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server as Server))
    })
  },
}

async function setUp(start: Start) {
  const inbox: Inbox = createMemoryInbox()
  const natives: unknown[] = []
  const receiver = createReceiver({
    ...{ componentAppId: 'wx0123456789abcdef', token: 't', encodingAesKey: 'a'.repeat(43) },
    ...{ inbox, logger: false },
  })
  const entry = { componentAppId: 'wx0123456789abcdef', receivedAt: Date.now(), infoType: 'authorized', xml: '<xml/>' }
  await inbox.put({ id: 'f'.repeat(64), ...entry })
  const console = createConsole({
    ...{ receiver, inbox, allowActions: true, secret: 'a'.repeat(43) },
    authorize({ native }) {
      natives.push(native)
      return 'operator'
    },
  })
  const server = await start(console)
  onTestFinished(() => stop(server))
  const { port } = server.address() as AddressInfo
  return { inbox, natives, base: `http://127.0.0.1:${port}` }
}

const page = async (url: string) => {
  const response = await fetch(url)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** Discards the one stored push with the form of the page at `url`, as a browser would: relative links, a redirect. */
async function discardAt(url: string) {
  const { text } = await page(`${url}?page=pushes`)
  const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const id = /name="id" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const response = await fetch(new URL(action, url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token, id, action: 'discard' }),
  })
  return { status: response.status, location: response.headers.get('location') ?? '' }
}

describe.each(Object.entries(hosts))('the console in %s', (_, start) => {
  it('shows its pages, loads its assets, and asks authorize with the framework’s own request', async () => {
    const { base, natives } = await setUp(start)
    const overview = await page(base + prefix)
    expect(overview).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
    expect(overview.text).toContain('wehook')
    expect(natives).toHaveLength(1)
    expect(natives[0]).toBeTypeOf('object')
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(overview.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await page(new URL(style, base + prefix).href)).toMatchObject({
      status: 200,
      type: 'text/css; charset=utf-8',
    })
  })

  it('takes a form, whoever reads the body, and redirects to a relative query', async () => {
    const { base, inbox } = await setUp(start)
    expect(await discardAt(base + prefix)).toEqual({ status: 303, location: '?page=pushes&done=discard&count=1' })
    expect(await inbox.counts()).toMatchObject({ pending: 0, discarded: 1 })
  })
})

describe('behind a proxy that rewrites paths', () => {
  it('links, forms and redirects stay within what the browser sees', async () => {
    const { base, inbox } = await setUp(inExpress(express))
    const proxy = await listen(
      createServer((request, response) => {
        const url = new URL((request.url ?? '').replace(/^\/a\/b\/ops/, prefix), base)
        const onward = httpRequest(url, { method: request.method, headers: request.headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        })
        request.pipe(onward)
      }),
    )
    onTestFinished(() => stop(proxy))
    const { port } = proxy.address() as AddressInfo
    const seen = `http://127.0.0.1:${port}/a/b/ops`
    const { location } = await discardAt(seen)
    expect(new URL(location, seen).pathname).toBe('/a/b/ops')
    expect((await page(new URL(location, seen).href)).text).toContain('1 discarded.')
    expect(await inbox.counts()).toMatchObject({ discarded: 1 })
  })

  it('a forged Host changes nothing: no link names a host', async () => {
    const { base } = await setUp(inExpress(express))
    const text = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(`${base}${prefix}`, { headers: { host: 'evil.example' } }, async (response) => {
        let body = ''
        for await (const chunk of response) body += chunk
        resolve(body)
      })
      request.on('error', reject).end()
    })
    expect(text).not.toContain('evil.example')
  })
})
