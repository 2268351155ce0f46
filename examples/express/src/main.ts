import { sqliteStorage } from '@wehook/sqlite'
import { createApp } from './app.js'

// How a team runs the app with its own platform; `npm start` at the root runs demo.ts instead, which needs no credentials.
const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', PORT = '3000' } = process.env
const storage = sqliteStorage({ file: 'data/wehook.db' })
const platform = { componentAppId: WX_APPID, token: WX_TOKEN, encodingAesKey: WX_AES_KEY, inbox: storage.inbox }
const { app, receiver } = createApp(platform, (event, text) => console.log(event.id.slice(0, 8), text))

await receiver.start()
const server = app.listen(Number(PORT), () =>
  console.log(`授权事件接收 URL: http://localhost:${PORT}/wechat/authorization`),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve))
    await receiver.close()
    await storage.close()
  })
}
