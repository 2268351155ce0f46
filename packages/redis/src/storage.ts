import type { Inbox, TokenStore } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'
import { createRedisInbox } from './inbox.js'
import { type RedisStorageOptions, toSettings } from './options.js'
import { createRedisTokens } from './tokens.js'

export interface RedisStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  /** Closes consumers that still run, giving back what they hold, and every connection. Call it after `receiver.close()`. */
  close(): Promise<void>
}

/**
 * Durable storage on Redis for any number of machines. Nothing is connected before it is used.
 *
 * @throws ERR_OPTIONS_INVALID for a bad option; later ERR_INBOX_UNAVAILABLE from the inbox while Redis cannot be used or is not durable,
 * and ERR_TOKEN_UNAVAILABLE from the tokens.
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
    async close() {
      await Promise.all([inbox.close(), tokens.close()])
    },
  }
}
