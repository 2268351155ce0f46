import { once } from 'node:events'
import { sqliteStorage } from '@wehook/sqlite'
import { startPushServer } from '../support/push-server.js'

// The server that `inbox.ts` measures, in a process of its own: Express, with the inbox in `file`, or without one.
const [mode = '', file = ''] = process.argv.slice(2)
const storage = mode === 'durable' ? sqliteStorage({ file }) : undefined
const server = await startPushServer(storage?.inbox)
process.stdout.write(`url ${server.url}\n`)
await once(process.stdin, 'data')
await server.close()
await storage?.close()
process.stdin.destroy()
