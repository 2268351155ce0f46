import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sqliteStorage } from '@wehook/sqlite'
import { startPushServer } from '../../support/push-server.js'

// One process of a cluster: serves pushes on a port of its own, delivers what any of them has stored, and reports at the end.
const [file = ''] = process.argv.slice(2)
const storage = sqliteStorage({ file })
const server = await startPushServer(storage.inbox)
// Each tick of the timer behind it may be 1 ms early or late.
const delay = monitorEventLoopDelay({ resolution: 1 })
process.stdout.write(`url ${server.url}\n`)
await once(process.stdin, 'data')
delay.enable()
process.stdout.write('measuring\n')
await once(process.stdin, 'data')
delay.disable()
await server.close()
await storage.close()
process.stdout.write(
  `report ${JSON.stringify({ handled: server.handled, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6 })}\n`,
)
process.stdin.destroy()
