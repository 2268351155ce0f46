import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/fastify'
import { sqliteStorage } from '@wehook/sqlite'
import fastify from 'fastify'

const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db', PORT = '3000' } = process.env

/** The mini programs that this provider may act for; stands for the team's own table. */
const authorizers = new Map<string, Date>()

const app = fastify({ logger: true })
const storage = sqliteStorage({ file: WEHOOK_DB })
const receiver = createReceiver({
  componentAppId: WX_APPID,
  token: WX_TOKEN,
  encodingAesKey: WX_AES_KEY,
  inbox: storage.inbox,
  // pino's order of arguments: diagnoses of refused pushes go where the team's other lines go.
  logger: app.log,
})

receiver.on('authorized', (event) => {
  authorizers.set(event.payload.AuthorizerAppid, event.createdAt)
  app.log.info(`${event.payload.AuthorizerAppid} may be served`)
})
receiver.on('unauthorized', (event) => {
  authorizers.delete(event.payload.AuthorizerAppid)
  app.log.info(`${event.payload.AuthorizerAppid} is gone`)
})

await app.register(mount(receiver), { prefix: '/wechat/authorization' })
app.get('/authorizers', async () => Object.fromEntries(authorizers))
app.addHook('onReady', () => receiver.start())
app.addHook('onClose', async () => {
  await receiver.close()
  await storage.close()
})

const address = await app.listen({ port: Number(PORT) })
app.log.info(`授权事件接收 URL: ${address}/wechat/authorization`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close())
