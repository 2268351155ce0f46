// server.ts
import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import { mysqlStorage } from '@wehook/mysql'
import express from 'express'
import mysql from 'mysql2/promise'

const pool = mysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10 })
const storage = mysqlStorage({ pool })
const receiver = createReceiver({
  componentAppId: 'wx0123456789abcdef',
  token: 'the-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  inbox: storage.inbox,
})

receiver.on(
  'authorized',
  storage.inTransaction('open-shop', async (event, tx) => {
    await tx.query('INSERT INTO shops (event, n) VALUES (?, 1)', [event.id])
  }),
)

await storage.ready() // makes the tables; rejects with what to change where something is wrong
await receiver.start() // begins to deliver: call it after registering all handlers
const app = express()
app.use('/wechat/authorization', mount(receiver))
const server = app.listen(Number(process.env.PORT ?? 3000))

process.on('SIGTERM', async () => {
  await new Promise((resolve) => server.close(resolve)) // no new pushes; running requests are answered
  await receiver.close({ timeoutMs: 8_000 }) // running handlers may end; claims of the rest are given back
  await storage.close()
  await pool.end()
  process.exit(0)
})
