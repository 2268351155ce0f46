import type { Inbox, TaskStore, TokenStore } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'
import { checkDurability } from './durability.js'
import { createRedisInbox } from './inbox.js'
import type { Check } from './link.js'
import { type RedisStorageOptions, toSettings } from './options.js'
import { checkPermissions } from './permissions.js'
import { createRedisTasks } from './tasks.js'
import { createRedisTokens } from './tokens.js'

export interface RedisStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  /** For `createTasks` of `@wehook/tasks`. */
  readonly tasks: TaskStore
  /** Closes running consumers, which releases the events that they hold, and every connection. Call it after `receiver.close()`. */
  close(): Promise<void>
}

/**
 * Durable storage on Redis for any number of machines. Connects at the first use.
 *
 * @throws ERR_OPTIONS_INVALID for a bad option; later ERR_INBOX_UNAVAILABLE from the inbox while Redis cannot be used or is not durable,
 * ERR_TOKEN_UNAVAILABLE from the tokens and ERR_TASK_UNAVAILABLE from the tasks.
 * @example
 * const storage = redisStorage({ connection: process.env.REDIS_URL })
 * const receiver = createReceiver({ …, inbox: storage.inbox })
 */
export function redisStorage(options: RedisStorageOptions): RedisStorage {
  const settings = toSettings(options)
  const sealer = createSealer(settings.sealKey)
  const checkDurable = checkDurability(settings)
  const check: Check = async (client, code) => {
    await checkPermissions(client, settings, code)
    await checkDurable(client, code)
  }
  const inbox = createRedisInbox(settings, sealer, check)
  const tokens = createRedisTokens(settings, sealer)
  const tasks = createRedisTasks(settings, sealer, check)
  return {
    inbox,
    tokens,
    tasks,
    async close() {
      await Promise.all([inbox.close(), tokens.close(), tasks.close()])
    },
  }
}
