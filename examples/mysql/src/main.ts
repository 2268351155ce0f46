import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createSimulatedPlatform } from '@wehook/simulator'
import { createPool } from 'mysql2/promise'
import { createApp } from './app.js'

// The app on MySQL and, in place of WeChat, the simulated platform: an account authorizes us, a company registers a mini program. `-- --once` ends then.
const pool = createPool({ uri: process.env['DATABASE_URL'] ?? 'mysql://root@127.0.0.1:3306/wehook_example' })
const wechat = await createSimulatedPlatform()
const { app, tasks, storage, start, stop } = await createApp({
  pool,
  platform: wechat.receiverOptions,
  api: wechat.clientOptions,
})
await start()
const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
wechat.pushTo(`${url}/wechat/authorization`)
await wechat.pushTicket()

await wechat.administrator.authorizes()
await tasks.registration.enterprise.create(
  { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '0755-00000000' },
  { reference: 'merchant-42' },
)
await wechat.person.confirms()
await settled()
console.log(JSON.stringify(await (await fetch(url)).json(), null, 2))
if (process.argv.includes('--once')) await end()
else {
  console.log(`${url} shows the tables; Ctrl-C ends`)
  process.once('SIGINT', end)
}

/** Until every push is handled and every change is told. */
async function settled(): Promise<void> {
  const { pending } = await storage.inbox.counts()
  const isTold = (await tasks.find({ reference: 'merchant-42' })).every(({ outcome }) => outcome === 'succeeded')
  const { merchants } = (await (await fetch(url)).json()) as { readonly merchants: readonly unknown[] }
  if (pending === 0 && isTold && merchants.length > 0) return
  await new Promise((resolve) => setTimeout(resolve, 50))
  return settled()
}

async function end(): Promise<void> {
  await wechat.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await stop()
}
