import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { toFetchHandler } from '@wehook/core/fetch'
import { Hono } from 'hono'
import { elsewhere, has, runAdapterContract } from './adapter-suite.js'

runAdapterContract('fetch in Hono on Node', {
  isNative: (native) => has(native, 'headers', 'bodyUsed', 'arrayBuffer'),
  async start({ handler, path, isDrained }) {
    const app = new Hono()
    const handle = toFetchHandler(handler)
    if (isDrained) {
      app.use(async (c, next) => {
        await c.req.raw.text()
        return next()
      })
    }
    app.post(elsewhere, (c) => c.text('elsewhere'))
    app.all(path, (c) => handle(c.req.raw))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    await once(server, 'listening')
    return server
  },
})
