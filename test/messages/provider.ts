import { createClient, createMemoryTokenStore } from '@wehook/client'
import { createMemoryInbox, createMessageReceiver, createReceiver, type MessageReceiverOptions } from '@wehook/core'
import { createSimulatedPlatform } from '@wehook/testing'
import { onTestFinished } from 'vitest'
import type { StartHost } from './hosts.js'

export interface ProviderOptions {
  /** What the host writes, and what the console has in its place. */
  readonly path?: string
  readonly consolePath?: string
  readonly receiver?: Partial<MessageReceiverOptions>
}

/** A provider's service as the guide builds it: both receivers in one app, a client that follows, the release check on. */
export async function startProvider(
  start: StartHost,
  { path = '/wechat/message/:appid', consolePath = path.replace(':appid', '$APPID$'), receiver }: ProviderOptions = {},
) {
  const platform = await createSimulatedPlatform({ tickets: false })
  const client = createClient({ ...platform.clientOptions, tokens: createMemoryTokenStore(), logger: false })
  const inbox = createMemoryInbox()
  const authorization = createReceiver({ ...platform.receiverOptions, inbox, logger: false })
  const messages = createMessageReceiver({
    ...platform.receiverOptions,
    ...{ inbox, client, releaseCheck: true, logger: false },
    ...receiver,
  } as MessageReceiverOptions)
  client.follow(authorization)
  await authorization.start()
  await messages.start()
  const host = await start([
    ['/wechat/authorization', authorization],
    [path, messages],
  ])
  platform.pushTo(`${host.base}/wechat/authorization`, { messageUrl: `${host.base}${consolePath}` })
  onTestFinished(async () => {
    await platform.close()
    await Promise.all([authorization.close(), messages.close()])
    await host.close()
  })
  return { platform, client, messages, authorization, inbox }
}
