import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Client, createClient } from '@wehook/client'
import { type AuthorizationEvents, createReceiver, type Receiver } from '@wehook/core'
import { mount } from '@wehook/express'
import { createSimulatedPlatform, type SimulatedPlatform, type SimulatedPlatformOptions } from '@wehook/testing'
import express from 'express'
import { onTestFinished } from 'vitest'

type Event = AuthorizationEvents[keyof AuthorizationEvents]

/** A team's service in small: an Express app with a receiver and a client, and WeChat's side of it. */
export interface Scene {
  readonly platform: SimulatedPlatform
  readonly client: Client
  readonly receiver: Receiver
  /** What the handlers got, tickets left out. */
  readonly events: readonly Event[]
}

export async function createScene(options: SimulatedPlatformOptions = {}): Promise<Scene> {
  const platform = await createSimulatedPlatform({ tickets: false, ...options })
  const { now } = platform.clock
  const receiver = createReceiver({ ...platform.receiverOptions, now, logger: false })
  const client = createClient({ ...platform.clientOptions, now, logger: false })
  client.follow(receiver)
  const events: Event[] = []
  receiver.on('*', (infoType, event) => {
    if (infoType !== 'component_verify_ticket') events.push(event)
  })

  const app = express()
  app.use('/wechat/authorization', mount(receiver))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  platform.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/authorization`)
  onTestFinished(async () => {
    await platform.close()
    await receiver.close()
    server.close()
  })
  await platform.pushTicket()
  return { platform, client, receiver, events }
}
