import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, type ClientOptions, createClient, createMemoryTokenStore } from '@wehook/client'
import { createReceiver, type Receiver, type TokenStore } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { createSimulatedPlatform, type SimulatedPlatform, type SimulatedPlatformOptions } from '@wehook/testing'

/** Invented; each ends in its check character. */
export const companyCode = '91440300MA5XXXXX9U'
export const company = { name: '样例科技有限公司', code: companyCode, component_phone: '000' } as const

/** A host as an app team runs it, beside the simulated platform: a receiver behind HTTP and a client that follows it. */
export interface Host {
  readonly platform: SimulatedPlatform
  readonly receiver: Receiver
  readonly client: Client
  readonly tokens: TokenStore
  /** A further client on the same platform and store. */
  another(): Client
  /** How often an API was called. */
  count(path: string): number
  close(): Promise<void>
}

export async function createHost(
  options: SimulatedPlatformOptions = {},
  clientOptions: Partial<ClientOptions> = {},
): Promise<Host> {
  const platform = await createSimulatedPlatform(options)
  const tokens = createMemoryTokenStore()
  const receiver = createReceiver({ ...platform.receiverOptions, now: platform.clock.now, logger: false })
  const another = () =>
    createClient({
      ...platform.clientOptions,
      now: platform.clock.now,
      logger: false,
      repeatDelayMs: 1,
      tokens,
      ...clientOptions,
    })
  const client = another()
  client.follow(receiver)
  const server = http.createServer(toNodeHandler(receiver))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  platform.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await platform.pushTicket()
  return {
    platform,
    receiver,
    client,
    tokens,
    another,
    count: (path) => platform.calls.filter(({ call }) => call.path.endsWith(path)).length,
    async close() {
      await platform.close()
      await receiver.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
