import type { Inbox, TokenStore } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'
import { createRedisInbox } from './inbox.js'
import { type RedisStorageOptions, toSettings } from './options.js'
import { queueName } from './queue.js'
import { createRedisTokens } from './tokens.js'

export interface RedisStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  /** The BullMQ queue that holds the entries: `new Queue(queue.name, { prefix: queue.prefix, connection })`, for bull-board. */
  readonly queue: { readonly name: string; readonly prefix: string }
  /** Closes consumers that still run, giving back what they hold, and every connection. Call it after `receiver.close()`. */
  close(): Promise<void>
}

/**
 * Durable storage on Redis for any number of machines (DESIGN §9): the inbox a BullMQ queue, tokens and locks beside it. Nothing
 * is connected before it is used.
 *
 * @throws ERR_OPTIONS_INVALID for a bad option; later ERR_INBOX_UNAVAILABLE from the inbox while Redis is away or not durable.
 * @example
 * const storage = redisStorage({ connection: process.env.REDIS_URL })
 * const receiver = createReceiver({ …, inbox: storage.inbox })
 */
export function redisStorage(options: RedisStorageOptions): RedisStorage {
  const settings = toSettings(options)
  const sealer = createSealer(settings.sealKey)
  const inbox = createRedisInbox(settings, sealer)
  const tokens = createRedisTokens(settings, sealer)
  return {
    inbox,
    tokens,
    queue: { name: queueName, prefix: settings.prefix },
    async close() {
      await Promise.all([inbox.close(), tokens.close()])
    },
  }
}
