import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestHandler } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { mount as mountExpress } from '@wehook/express'
import { mount as mountFastify } from '@wehook/fastify'
import { mount as mountKoa } from '@wehook/koa'
import express from 'express'
import Fastify from 'fastify'
import Koa from 'koa'
import { requireAlias } from '../adapters/adapter-suite.js'

/** Mounts both handlers, with the paths that a host would write, and listens on 127.0.0.1. */
export type StartHost = (mounts: readonly (readonly [path: string, handler: RequestHandler])[]) => Promise<Host>

export interface Host {
  readonly base: string
  close(): Promise<void>
}

const startExpress =
  (framework: typeof express): StartHost =>
  (mounts) => {
    const app = framework()
    for (const [path, handler] of mounts) app.use(path, mountExpress(handler))
    return listen(createServer(app))
  }

/** A route in front of an app of its own, as of a router in another file: the mount cuts the path. */
const startNested: StartHost = (mounts) => {
  const inner = express.Router({ mergeParams: true })
  for (const [path, handler] of mounts) inner.all(path, mountExpress(handler))
  return listen(createServer(express().use('/', inner)))
}

const startKoa: StartHost = (mounts) => {
  const app = new Koa()
  for (const [path, handler] of mounts) app.use(mountKoa(handler, { path }))
  return listen(createServer(app.callback()))
}

const startFastify =
  (framework: typeof Fastify): StartHost =>
  async (mounts) => {
    const app = framework()
    for (const [prefix, handler] of mounts) await app.register(mountFastify(handler), { prefix })
    return { base: await app.listen({ port: 0, host: '127.0.0.1' }), close: async () => void (await app.close()) }
  }

/** A host of its own kind, which finds the handler by the path and speaks Request and Response. */
const startFetch: StartHost = (mounts) => {
  const routes = mounts.map(([path, handler]) => ({
    pattern: new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`),
    answer: toFetchHandler(handler),
  }))
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const url = new URL(incoming.url ?? '', 'http://localhost')
    const route = routes.find(({ pattern }) => pattern.test(url.pathname))
    const request = new Request(url, { method: incoming.method ?? 'POST', body: Buffer.concat(chunks) })
    const response = route ? await route.answer(request) : new Response('', { status: 404 })
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  return listen(server)
}

export const hosts = {
  'Express 5': startExpress(express),
  'Express 4': startExpress(requireAlias<typeof express>('express-4')),
  'a router of Express': startNested,
  Koa: startKoa,
  'Fastify 5': startFastify(Fastify),
  'Fastify 4': startFastify(requireAlias<typeof Fastify>('fastify-4')),
  fetch: startFetch,
} as const satisfies Readonly<Record<string, StartHost>>

async function listen(server: Server): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
