import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { PushRequest, PushResponse } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { elsewhere, has, runAdapterContract } from './adapter-suite.js'
import { newPush, newReceiver } from './pushes.js'

runAdapterContract(
  'fetch in Hono on Node',
  {
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
  },
  { messages: true },
)

describe('the body of a Request', () => {
  const push = newPush()

  function toRequest(body: ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>>): Request {
    const init = { method: 'POST', headers, body, duplex: 'half' }
    return new Request(push.url('https://shop.example/wechat'), init as RequestInit)
  }

  it.each([
    ['says that it is short', { 'content-length': '10' }],
    ['announces nothing', {}],
  ])('is held to the limit, also where one %s', async (_, headers) => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1000
        controller.enqueue(new Uint8Array(1000))
      },
    })
    const handle = toFetchHandler(newReceiver({ bodyLimitBytes: 10_000 }))
    expect((await handle(toRequest(endless, headers))).status).toBe(413)
    expect(sent).toBeLessThan(20_000)
  })

  it('that breaks off is refused with what broke it as the cause', async () => {
    const gone = new Error('connection reset')
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(gone) })
    const request: PushRequest[] = []
    const answer: PushResponse = { status: 200, headers: {}, body: '' }
    const handle = async (asked: PushRequest) => {
      request.push(asked)
      return answer
    }
    await toFetchHandler({ handle })(toRequest(broken, {}))
    const body = request[0]?.body as Extract<PushRequest['body'], (...args: never[]) => unknown>
    await expect(body({ limitBytes: 10, timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'ERR_BODY_ABORTED',
      cause: gone,
    })
  })
})
