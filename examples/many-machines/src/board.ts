import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import { Queue } from 'bullmq'
import express from 'express'
import { Redis } from 'ioredis'
import { onEnd, port, redisUrl, storage } from './config.js'

// Shows the inbox. Whoever sees it sees personal data unless `sealKey` is used: put it behind your own login.
const connection = new Redis(redisUrl)
const queue = new Queue(storage.queue.name, { prefix: storage.queue.prefix, connection })
const serverAdapter = new ExpressAdapter().setBasePath('/board')
createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter })

const app = express().use('/board', serverAdapter.getRouter())
const server = app.listen(port, () => {
  console.log(`shows the inbox at http://localhost:${port}/board`)
  process.send?.('ready')
})
onEnd(async () => {
  await new Promise((resolve) => server.close(resolve))
  await queue.close()
  connection.disconnect()
  await storage.close()
})
