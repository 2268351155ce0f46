import type { Server } from 'node:http'
import { createServer } from 'node:http'
import middie from '@fastify/middie'
import { isWehookError } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import * as forExpress from '@wehook/express'
import * as forFastify from '@wehook/fastify'
import * as forKoa from '@wehook/koa'
import express, { type ErrorRequestHandler } from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { expect, it, onTestFinished } from 'vitest'
import { listen, requireAlias, serveListener, stop } from './adapter-suite.js'
import { newReceiver, pushTo } from './pushes.js'

// Nobody's types let an adapter be called by another framework; JavaScript and loosely typed hosts do.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Mounted = any

const express4 = requireAlias<typeof express>('express-4')
const fastify4 = requireAlias<typeof fastify>('fastify-4')

/** A host that calls what `mount` gives, and resolves to the error that it saw. */
interface Caller {
  readonly adapter: string
  readonly run: (mounted: Mounted) => Promise<unknown>
}

async function push(server: Server): Promise<void> {
  onTestFinished(() => stop(server))
  await pushTo(server, '/wechat')
}

function byExpress(framework: typeof express): Caller['run'] {
  return async (mounted) => {
    let seen: unknown
    const app = framework()
    app.use('/wechat', (request, response, next) => {
      try {
        // Express 4 does not look at what middleware returns.
        Promise.resolve(mounted(request, response, next)).catch(next)
      } catch (error) {
        next(error)
      }
    })
    const onError: ErrorRequestHandler = (error, _request, response, _next) => {
      seen = error
      response.status(500).end()
    }
    await push(await serveListener(app.use(onError)))
    return seen
  }
}

async function byKoa(mounted: Mounted): Promise<unknown> {
  let seen: unknown
  const app = new Koa().on('error', (error) => {
    seen = error
  })
  await push(await serveListener(app.use(mounted).callback()))
  return seen
}

async function byMiddie(mounted: Mounted): Promise<unknown> {
  let seen: unknown
  const app = fastify()
  await app.register(middie)
  app.setErrorHandler((error, _request, reply) => {
    seen = error
    reply.code(500).send()
  })
  app.use(mounted)
  app.all('/wechat', async () => 'the host')
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  await pushTo(app.server, '/wechat')
  return seen
}

function byRegister(framework: typeof fastify): Caller['run'] {
  return async (mounted) => {
    const app = framework()
    onTestFinished(() => app.close())
    try {
      await app.register(mounted)
    } catch (error) {
      return error
    }
    return undefined
  }
}

async function byNode(mounted: Mounted): Promise<unknown> {
  let seen: unknown
  const server = createServer(async (request, response) => {
    try {
      await mounted(request, response)
    } catch (error) {
      seen = error
    }
    response.end()
  })
  await push(await listen(server))
  return seen
}

async function byHono(mounted: Mounted): Promise<unknown> {
  let seen: unknown
  const app = new Hono().all('/wechat', (c, next) => mounted(c, next))
  app.onError((error, c) => {
    seen = error
    return c.text('', 500)
  })
  await app.request('/wechat', { method: 'POST' })
  return seen
}

const callers: Readonly<Record<string, Caller>> = {
  'Express 4': { adapter: 'Express', run: byExpress(express4) },
  'Express 5': { adapter: 'Express', run: byExpress(express) },
  Koa: { adapter: 'Koa', run: byKoa },
  'Fastify with middie, as Nest on Fastify has it': { adapter: 'Fastify', run: byMiddie },
  'Fastify 4, register': { adapter: 'Fastify', run: byRegister(fastify4) },
  'Fastify 5, register': { adapter: 'Fastify', run: byRegister(fastify) },
  'node:http': { adapter: 'node:http', run: byNode },
  Hono: { adapter: 'fetch', run: byHono },
}

const adapters: Readonly<Record<string, () => Mounted>> = {
  Express: () => forExpress.mount(newReceiver()),
  Koa: () => forKoa.mount(newReceiver(), { path: '/elsewhere' }),
  Fastify: () => forFastify.mount(newReceiver()),
  'node:http': () => toNodeHandler(newReceiver(), { path: '/elsewhere' }),
  fetch: () => toFetchHandler(newReceiver()),
}

/** toNodeHandler is also for Express, connect and middie, whose requests are Node's. */
const works = new Set([
  'node:http Express 4',
  'node:http Express 5',
  'node:http Fastify with middie, as Nest on Fastify has it',
])

// Fastify itself refuses an async plugin of three parameters.
works.add('node:http Fastify 5, register')

const wrong = Object.entries(adapters).flatMap(([adapter, create]) =>
  Object.entries(callers)
    .filter(([caller, { adapter: own }]) => own !== adapter && !works.has(`${adapter} ${caller}`))
    .map(([caller, { run, adapter: own }]) => ({ adapter, caller, own, create, run })),
)

it.each(wrong)(
  'the adapter for $adapter says which one belongs there when $caller calls it',
  async ({ adapter, own, create, run }) => {
    const seen = await run(create())
    expect(isWehookError(seen, 'ERR_OPTIONS_INVALID'), String(seen)).toBe(true)
    const { message, hint } = seen as { message: string; hint: string }
    expect(message).toBe(`the adapter for ${adapter} was called by ${own}`)
    expect(hint).toMatch(/use this instead: `.*(mount|toNodeHandler|toFetchHandler)\(receiver/)
  },
)
