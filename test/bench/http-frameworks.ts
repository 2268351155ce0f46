import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createReceiver, parseQuery, type Receiver } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import getRawBody from 'raw-body'
import type { Work } from './http-work.js'
import { options } from './push.js'

const path = '/wechat/authorization'

interface Framework {
  /** wehook, mounted as its README says. */
  adapter(receiver: Receiver): Promise<Server>
  /** The same route by hand: reads the body as one does in this framework, works, answers. */
  route(work: Work): Promise<Server>
}

export type FrameworkName = 'Express' | 'Koa' | 'Fastify' | 'node:http' | 'Hono'

export function newReceiver(): Receiver {
  const receiver = createReceiver({ ...options, logger: false })
  receiver.on('notify_third_fasteregister', () => {})
  return receiver
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function readText(request: IncomingMessage): Promise<string> {
  return (await getRawBody(request, { limit: 262_144 })).toString()
}

async function serveFetch(app: Hono): Promise<Server> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await once(server, 'listening')
  return server
}

export const frameworks: Readonly<Record<FrameworkName, Framework>> = {
  Express: {
    adapter: (receiver) => listen(express().use(path, forExpress.mount(receiver))),
    route: (work) => {
      const app = express()
      app.post(path, express.text({ type: () => true }), async (request, response) => {
        await work(request.originalUrl, () => request.query, request.body as string)
        response.type('text/plain').send('success')
      })
      return listen(app)
    },
  },
  Koa: {
    adapter: (receiver) => listen(new Koa().use(forKoa.mount(receiver, { path })).callback()),
    route: (work) => {
      const app = new Koa()
      app.use(async (ctx, next) => {
        if (ctx.path !== path) return next()
        const body = await readText(ctx.req)
        await work(ctx.url, () => ctx.query, body)
        ctx.body = 'success'
      })
      return listen(app.callback())
    },
  },
  Fastify: {
    adapter: async (receiver) => {
      const app = fastify()
      await app.register(forFastify.mount(receiver), { prefix: path })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return app.server
    },
    route: async (work) => {
      const app = fastify()
      app.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body))
      app.post(path, async (request) => {
        await work(request.url, () => request.query as Record<string, unknown>, request.body as string)
        return 'success'
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return app.server
    },
  },
  'node:http': {
    adapter: (receiver) => listen(toNodeHandler(receiver, { path })),
    route: (work) =>
      listen(async (request, response) => {
        const { url = '' } = request
        const body = await readText(request)
        await work(url, () => parseQuery(url), body)
        response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 7 }).end('success')
      }),
  },
  Hono: {
    adapter: (receiver) => {
      const handle = toFetchHandler(receiver)
      return serveFetch(new Hono().all(path, (c) => handle(c.req.raw)))
    },
    route: (work) =>
      serveFetch(
        new Hono().post(path, async (c) => {
          await work(c.req.url, () => c.req.query(), await c.req.text())
          return c.text('success')
        }),
      ),
  },
}
