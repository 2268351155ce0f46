import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sqliteStorage } from '@wehook/sqlite'
import { createApp } from './app.js'

// How a team runs the app with its own platform; `npm start` at the root runs demo.ts instead, which needs no credentials.
const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db', PORT = '3000' } = process.env

/** What became of each push; stands for the team's own table. */
const outcomes = new Map<string, string>()

const storage = sqliteStorage({ file: WEHOOK_DB })
const platform = { componentAppId: WX_APPID, token: WX_TOKEN, encodingAesKey: WX_AES_KEY, inbox: storage.inbox }
const { app, receiver } = createApp(platform, (event, text) => {
  outcomes.set(event.id, text)
  console.log(event.id.slice(0, 8), text)
})
app.get('/outcomes', (_request, response) => response.json([...outcomes.values()]))

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
