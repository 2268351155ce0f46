import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/koa'
import { sqliteStorage } from '@wehook/sqlite'
import Koa from 'koa'

const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db', PORT = '3000' } = process.env

/** What became of each shop's registration (快速注册); stands for the team's own table. */
const shops = new Map<string, string>()

const storage = sqliteStorage({ file: WEHOOK_DB })
const receiver = createReceiver({
  componentAppId: WX_APPID,
  token: WX_TOKEN,
  encodingAesKey: WX_AES_KEY,
  inbox: storage.inbox,
})

receiver.on('notify_third_fasteregister', (event) => {
  const name = event.payload.info?.name ?? event.payload.info?.taskid ?? '?'
  // Keyed by name, so that a second attempt of the same event changes nothing.
  shops.set(name, event.outcome === 'succeeded' ? event.payload.appid : `${event.status.zh} (${event.status.advice})`)
  console.log(`${name}: ${shops.get(name)}`)
})

const router = new Router()
router.get('/shops', (ctx) => {
  ctx.body = Object.fromEntries(shops)
})

const app = new Koa()
app.use(bodyParser())
app.use(mount(receiver, { path: '/wechat/authorization' }))
app.use(router.routes())

await receiver.start()
const server = app.listen(Number(PORT))
await once(server, 'listening')
console.log(`授权事件接收 URL: http://localhost:${(server.address() as AddressInfo).port}/wechat/authorization`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve))
    await receiver.close()
    await storage.close()
  })
}
