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
import fastify from 'fastify'
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

function koaApp(reader: string, parse: (body: string) => unknown): App {
  return {
    reader: `${reader} (Koa)`,
    place: 'above every app.use() that reads bodies',
    start(receiver, line) {
      const app = new Koa()
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
  'Koa, a form parser': koaApp('a form parser', parse),
  'Koa, a middleware that discards it': koaApp('a body parser', () => undefined),
  'Fastify, a hook': {
    reader: 'a preParsing hook (Fastify)',
    place: 'as the first of that hook',
    async start(receiver, line) {
      const app = fastify()
      app.addHook('preParsing', async (request, _reply, payload) => {
        const pasted = paste(line, { request, payload })
        if (pasted !== undefined) return pasted as typeof payload
        await text(payload)
        return payload
      })
      await app.register(forFastify.mount(receiver), { prefix: path })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return app.server
    },
  },
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
  'fetch, a handler that reads it': {
    reader: 'the host (fetch)',
    place: 'as the first of the fetch handler',
    async start(receiver, line) {
      const handle = toFetchHandler(receiver)
      const fetch = async (request: Request) => {
        const pasted = paste(line, { request, receiver, toFetchHandler }) as Promise<Response> | undefined
        if (pasted !== undefined) return pasted
        await request.text()
        return handle(request)
      }
      const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server
      await once(server, 'listening')
      return server
    },
  },
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
  it.each(Object.entries(apps))('names the reader and the line that mends it: %s', async (_name, app) => {
    const { status, refusal } = await pushTo(app, '')
    expect(status).toBe(500)
    await expect.poll(refusal).toBeDefined()
    const { message, fields } = refusal() as { message: string; fields: { hint?: string } }
    expect(message).toContain(`${app.reader} read the body before wehook`)
    const [, place, line] = /^paste this line (.+): `(.+)`$/.exec(String(fields.hint)) ?? []
    expect(place).toBe(app.place)
    expect(await pushTo(app, String(line))).toMatchObject({ status: 200 })
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
