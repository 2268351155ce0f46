import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createReceiver, type Inbox } from '@wehook/core'
import { mount } from '@wehook/express'
import { type SealedPush, sealPush } from '@wehook/testing'
import express from 'express'

/** An invented third-party platform. */
export const platform = {
  componentAppId: 'wx0123456789abcdef',
  token: 'invented-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

/** The wehook of a real server: Express, a receiver, the inbox given; handled tickets are noted. */
export async function startPushServer(inbox: Inbox | undefined, options: { readonly concurrency?: number } = {}) {
  const receiver = createReceiver({ ...platform, ...options, ...(inbox && { inbox }), logger: false })
  const handled: string[] = []
  receiver.on('component_verify_ticket', (event) => handled.push(event.payload.ComponentVerifyTicket))
  const app = express()
  app.use('/wechat/authorization', mount(receiver))
  const server = createServer(app).listen(0, '127.0.0.1')
  // The client of a test may be held up for longer than the default 5 s, and would then write to a connection that is being closed.
  server.keepAliveTimeout = 0
  await once(server, 'listening')
  await receiver.start()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/authorization`,
    handled,
    receiver,
    async close(timeoutMs = 10_000) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await receiver.close({ timeoutMs })
    },
  }
}

export function ticketPush(ticket: string): SealedPush {
  return sealPush(platform, { infoType: 'component_verify_ticket', ComponentVerifyTicket: ticket })
}

/** Posts a push; the status and text of the answer. */
export async function post(url: string, push: SealedPush): Promise<string> {
  const response = await fetch(push.url(url), { method: 'POST', headers: push.headers, body: push.body })
  return `${response.status} ${await response.text()}`
}
