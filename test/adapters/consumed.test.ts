import { once } from 'node:events'
import type { Server } from 'node:http'
import { parse } from 'node:querystring'
import { text } from 'node:stream/consumers'
import { serve } from '@hono/node-server'
import { createReceiver, type Receiver } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import { samples, sealPush } from '@wehook/testing'
import express, { type RequestHandler } from 'express'
import fastify, { type FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import supertest from 'supertest'
import { describe, expect, it, onTestFinished } from 'vitest'
import { requireAlias, serveListener, stop } from './adapter-suite.js'

const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'consumed-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
}
const path = '/wechat/authorization'

/** An app in which something takes the body away. `line` is the code that the error told the host to paste, at the place it named. */
interface App {
  readonly reader: string
  readonly place: string
  start(receiver: Receiver, line: string): Promise<Server>
}

/** Runs a pasted line with the names that stand in the host's file. */
function paste(line: string, names: Readonly<Record<string, unknown>>): unknown {
  return new Function(...Object.keys(names), line)(...Object.values(names))
}

const discard: RequestHandler = (request, _response, next) => {
  request.resume().on('end', () => next())
}

function expressApp(framework: typeof express, reader: string, parser: RequestHandler): App {
  return {
    reader: `${reader} (Express)`,
    place: 'above every app.use() that reads bodies',
    start(receiver, line) {
      const app = framework()
      paste(line, { app, receiver, mount: forExpress.mount })
      app.use(parser)
      const wechat = framework.Router().post('/authorization', forExpress.mount(receiver))
      app.use('/wechat', wechat)
      return serveListener(app)
    },
  }
}

function koaApp(framework: typeof Koa, reader: string, parse: (body: string) => unknown): App {
  return {
    reader: `${reader} (Koa)`,
    place: 'above every app.use() that reads bodies',
    start(receiver, line) {
      const app = new framework()
      paste(line, { app, receiver, mount: forKoa.mount })
      app.use(async (ctx, next) => {
        Object.assign(ctx.request, { body: parse(await text(ctx.req)) })
        return next()
      })
      app.use(forKoa.mount(receiver, { path }))
      return serveListener(app.callback())
    },
  }
}

function fastifyApp(framework: typeof fastify, addHook: (app: FastifyInstance, line: string) => unknown): App {
  return {
    reader: 'a preParsing hook (Fastify)',
    place: 'as the first of that hook (done(null, payload) for payload, if it takes a callback)',
    async start(receiver, line) {
      const app = framework()
      addHook(app, line)
      await app.register(forFastify.mount(receiver), { prefix: path })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return app.server
    },
  }
}

function addAsyncHook(app: FastifyInstance, line: string): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const pasted = paste(line, { request, payload })
    if (pasted !== undefined) return pasted as typeof payload
    await text(payload)
    return payload
  })
}

function addCallbackHook(app: FastifyInstance, line: string): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const pasted = line.replace('return payload', 'return done(null, payload), true')
    if (paste(pasted, { request, payload, done })) return
    payload.resume().on('end', () => done(null, payload))
  })
}

type Fetch = (request: Request) => Promise<Response>

/** `wrap` puts the host's own reader in front of wehook's handler. */
function fetchApp(wrap: (handle: Fetch) => Fetch): App {
  return {
    reader: 'the host (fetch)',
    place: 'as the first of the fetch handler',
    async start(receiver, line) {
      const wrapped = wrap(toFetchHandler(receiver))
      const fetch = async (request: Request) => {
        const pasted = paste(line, { request, receiver, toFetchHandler }) as Promise<Response> | undefined
        return pasted ?? wrapped(request)
      }
      const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server
      await once(server, 'listening')
      return server
    },
  }
}

const Koa2 = requireAlias<typeof Koa>('koa-2')
const fastify4 = requireAlias<typeof fastify>('fastify-4')

const apps: Readonly<Record<string, App>> = {
  'Express 5, urlencoded of every type': expressApp(
    express,
    'express.urlencoded()',
    express.urlencoded({ extended: true, type: () => true }),
  ),
  'Express 4, urlencoded of every type': expressApp(
    requireAlias<typeof express>('express-4'),
    'express.urlencoded()',
    requireAlias<typeof express>('express-4').urlencoded({ extended: false, type: () => true }),
  ),
  'Express 5, a middleware that discards it': expressApp(express, 'a body parser', discard),
  'Express 5, an XML parser that renames what it finds': expressApp(
    express,
    'an XML parser',
    async (request, _response, next) => {
      Object.assign(request, { body: { xml: { cipher: await text(request) } } })
      next()
    },
  ),
  'Koa 3, a form parser': koaApp(Koa, 'a form parser', parse),
  'Koa 3, a middleware that discards it': koaApp(Koa, 'a body parser', () => undefined),
  'Koa 3, an XML parser that renames what it finds': koaApp(Koa, 'an XML parser', (body) => ({
    xml: { cipher: body },
  })),
  'Koa 2, a form parser': koaApp(Koa2, 'a form parser', parse),
  'Koa 2, a JSON parser that makes something of everything': koaApp(Koa2, 'a JSON parser', (body) => ({ text: body })),
  'Fastify 5, a hook': fastifyApp(fastify, addAsyncHook),
  'Fastify 4, a hook': fastifyApp(fastify4, addAsyncHook),
  'Fastify 5, a hook with a callback': fastifyApp(fastify, addCallbackHook),
  'Fastify 4, a hook with a callback': fastifyApp(fastify4, addCallbackHook),
  'node:http, a listener that reads it': {
    reader: 'the host (node:http)',
    place: 'as the first of the request listener',
    start(receiver, line) {
      const handle = toNodeHandler(receiver, { path })
      return serveListener(async (request, response) => {
        const pasted = paste(line, { request, response, receiver, toNodeHandler })
        if (pasted !== undefined) return
        await text(request)
        await handle(request, response)
      })
    },
  },
  'fetch, a handler that reads it': fetchApp((handle) => async (request) => {
    await request.text()
    return handle(request)
  }),
  'fetch, a handler whose reader holds it': fetchApp((handle) => (request) => {
    request.body?.getReader()
    return handle(request)
  }),
  'Hono, a middleware that reads it': fetchApp((handle) => {
    const app = new Hono()
    app.use(async (c, next) => {
      await c.req.text()
      return next()
    })
    app.all(path, (c) => handle(c.req.raw))
    return async (request) => app.fetch(request)
  }),
}

async function pushTo(app: App, line: string) {
  const warned: { readonly fields: object; readonly message: string }[] = []
  const warn = (fields: object, message: string) => void warned.push({ fields, message })
  const receiver = createReceiver({ ...platform, logger: { info() {}, warn, error() {} } })
  const server = await app.start(receiver, line)
  onTestFinished(() => stop(server))
  const push = sealPush(platform, samples.authorized.typical)
  const { status } = await supertest(server).post(path).query(push.query).set(push.headers).send(push.body)
  const refusal = () => warned.find(({ fields }) => 'code' in fields && fields.code === 'ERR_BODY_CONSUMED')
  return { status, refusal }
}

describe('ERR_BODY_CONSUMED', () => {
  it.each(Object.entries(apps))('names the reader and the line that fixes it: %s', async (_name, app) => {
    const { status, refusal } = await pushTo(app, '')
    expect(status).toBe(500)
    await expect.poll(refusal).toBeDefined()
    const { message, fields } = refusal() as { message: string; fields: { hint?: string } }
    expect(message).toContain(`${app.reader} read the body before wehook`)
    const [, place, line] = /^paste this line (.+): `(.+)`$/.exec(String(fields.hint)) ?? []
    expect(place).toBe(app.place)
    expect(await pushTo(app, String(line))).toMatchObject({ status: 200 })
  })

  it('names the reader of a fetch body of unknown length, too', async () => {
    const codes: string[] = []
    const receiver = createReceiver({ ...platform, logger: false })
    receiver.signals.on('rejected', ({ code }) => void codes.push(code))
    const push = sealPush(platform, samples.authorized.typical)
    const body = new Blob([push.body]).stream()
    const request = new Request(push.url(`https://shop.example${path}`), {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit)
    request.body?.getReader()
    expect((await toFetchHandler(receiver)(request)).status).toBe(500)
    expect(codes).toEqual(['ERR_BODY_CONSUMED'])
  })

  it('names express.json() where JSON without an Encrypt came', async () => {
    const warned: string[] = []
    const logger = { info() {}, warn: (_fields: object, message: string) => void warned.push(message), error() {} }
    const app = express().use(express.json())
    app.use(path, forExpress.mount(createReceiver({ ...platform, logger })))
    const server = await serveListener(app)
    onTestFinished(() => stop(server))
    const { query } = sealPush(platform, samples.authorized.typical)
    expect((await supertest(server).post(path).query(query).send({ ticket: 1 })).status).toBe(500)
    await expect.poll(() => warned.join()).toContain('express.json() (Express) read the body before wehook')
  })

  it('puts nothing of a stranger into the line but characters of a path', async () => {
    const app = express().use(discard)
    const warn: object[] = []
    const logger = { info() {}, warn: (fields: object) => void warn.push(fields), error() {} }
    app.all('/:tenant', forExpress.mount(createReceiver({ ...platform, logger })))
    const server = await serveListener(app)
    onTestFinished(() => stop(server))
    const push = sealPush(platform, samples.authorized.typical)
    await supertest(server).post("/it's`me`(x)").query(push.query).set(push.headers).send(push.body)
    await expect.poll(() => JSON.stringify(warn)).toContain('/it?s')
    expect(JSON.stringify(warn)).not.toMatch(/it's|\(x\)/)
  })
})
