import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startEgg } from 'egg'

// One process; behind `egg-scripts start` every worker of the cluster shares the one inbox.
process.env['EGG_TYPESCRIPT'] ??= 'true'
const app = await startEgg({ baseDir: import.meta.dirname })
const server = createServer(app.callback()).listen(Number(process.env['PORT'] ?? 3000))
app.emit('server', server)
await once(server, 'listening')
console.log(`授权事件接收 URL: http://localhost:${(server.address() as AddressInfo).port}/wechat/authorization`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve))
    await app.close()
    process.exit()
  })
}
