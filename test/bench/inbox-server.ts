import { once } from 'node:events'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { type RedisStorage, redisStorage } from '@wehook/redis'
import { type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import { createPool } from 'mysql2'
import { Pool } from 'pg'
import { startPushServer } from '../support/push-server.js'

// The server that `inbox.ts` measures, in a process of its own: Express, with the inbox in `place`, a file, the socket of a Redis or MySQL, or the
// directory with PostgreSQL's socket,
// or without one.
const [mode = '', place = ''] = process.argv.slice(2)
const open: Readonly<Record<string, () => Pick<SqliteStorage | RedisStorage, 'inbox' | 'close'>>> = {
  durable: () => sqliteStorage({ file: place }),
  redis: () => redisStorage({ connection: place }),
  mysql: () => mysqlStorage({ pool: createPool({ socketPath: place, user: 'root', database: 'bench' }) }),
  postgres: () => postgresStorage({ pool: new Pool({ host: place, user: 'root', database: 'postgres' }) }),
}
const storage = open[mode]?.()
const server = await startPushServer(storage?.inbox)
process.stdout.write(`url ${server.url}\n`)
await once(process.stdin, 'data')
await server.close()
await storage?.close()
// The host's pool would keep the process alive.
process.exit()
