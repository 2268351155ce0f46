import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import express from 'express'
import { onEnd, platform, port, storage } from './config.js'

// Takes pushes and stores them; has no handlers and never calls `start()`, so that it delivers none.
const receiver = createReceiver({ ...platform, inbox: storage.inbox })
const app = express()

app.use('/wechat/authorization', mount(receiver))
// Ready while a push could be stored. Not a liveness probe: a restart does not repair Redis.
app.get('/ready', async (_request, response) => {
  const counts = await storage.inbox.counts().catch(() => undefined)
  response.status(counts ? 200 : 503).json(counts ?? { redis: 'out of reach' })
})

const server = app.listen(port, () => {
  console.log(`takes pushes at http://localhost:${port}/wechat/authorization`)
  process.send?.('ready')
})
onEnd(async () => {
  await new Promise((resolve) => server.close(resolve))
  await receiver.close()
  await storage.close()
})
