import { once } from 'node:events'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import { startPushServer } from '../support/push-server.js'

// The server that `inbox.ts` measures, in a process of its own: Express, with the inbox in `place`, a file or the socket of a Redis,
// or without one.
const [mode = '', place = ''] = process.argv.slice(2)
const open: Readonly<Record<string, () => SqliteStorage | RedisStorage>> = {
  durable: () => sqliteStorage({ file: place }),
  redis: () => redisStorage({ connection: place }),
}
const storage = open[mode]?.()
const server = await startPushServer(storage?.inbox)
process.stdout.write(`url ${server.url}\n`)
await once(process.stdin, 'data')
await server.close()
await storage?.close()
process.stdin.destroy()
