import { serve } from '@hono/node-server'
import { createReceiver } from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { sqliteStorage } from '@wehook/sqlite'
import { Hono } from 'hono'
import { logger } from 'hono/logger'

const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db', PORT = '3000' } = process.env

/** How far each mini program is with its certification (认证); stands for the team's own table. */
const certifications = new Map<string, string>()

const storage = sqliteStorage({ file: WEHOOK_DB })
const receiver = createReceiver({
  componentAppId: WX_APPID,
  token: WX_TOKEN,
  encodingAesKey: WX_AES_KEY,
  inbox: storage.inbox,
})

receiver.on('notify_3rd_wxa_auth', (event) => {
  certifications.set(event.payload.appid, event.outcome)
  console.log(`${event.payload.appid}: ${event.status.zh}`)
})

const app = new Hono()
const handle = toFetchHandler(receiver)
app.use(logger())
app.all('/wechat/authorization', (c) => handle(c.req.raw))
app.get('/certifications', (c) => c.json(Object.fromEntries(certifications)))

await receiver.start()
const server = serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) =>
  console.log(`授权事件接收 URL: http://localhost:${port}/wechat/authorization`),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve))
    await receiver.close()
    await storage.close()
  })
}
