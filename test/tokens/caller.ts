import { createClient } from '@wehook/client'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'

/** One of several processes that share tokens: asks for the component token when told to. */
export interface CallerConfig {
  readonly storage:
    | { readonly kind: 'sqlite'; readonly file: string }
    | { readonly kind: 'redis'; readonly connection: string; readonly prefix: string }
  readonly baseUrl: string
  readonly componentAppId: string
  readonly componentAppSecret: string
}

const { storage: place, ...platform } = JSON.parse(process.argv[2] ?? '') as CallerConfig
function openStorage() {
  if (place.kind === 'sqlite') return sqliteStorage({ file: place.file })
  const { connection, prefix } = place
  return redisStorage({ connection, prefix, allowVolatile: true })
}
const storage = openStorage()
const client = createClient({ ...platform, tokens: storage.tokens })

process.on('message', async () => {
  const tokens = await Promise.all(Array.from({ length: 10 }, () => client.component.accessToken()))
  process.send?.(tokens)
  await storage.close()
  process.disconnect()
})
// What both storages do at the first use (open, connect) is done before the start.
await storage.tokens.get('nothing')
process.send?.('ready')
