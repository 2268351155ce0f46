import { type ClientOptions, createClient } from '@wehook/client'
import { createReceiver, type PlatformOptions } from '@wehook/core'
import { mount } from '@wehook/express'
import { mysqlStorage } from '@wehook/mysql'
import { createTasks } from '@wehook/tasks'
import express from 'express'
import type { Pool } from 'mysql2/promise'
import { closeShop, createTables, noteOutcome, openShop, readAll } from './shops.js'

export interface AppOptions {
  readonly pool: Pool
  /** Of the receiver: componentAppId, token and encodingAesKey. */
  readonly platform: PlatformOptions
  /** Of the client: componentAppId and componentAppSecret. */
  readonly api: ClientOptions
}

/** A provider's app whose tables and wehook's lie in one database. */
export async function createApp({ pool, platform, api }: AppOptions) {
  const storage = mysqlStorage({ pool })
  const receiver = createReceiver({ ...platform, inbox: storage.inbox })
  const client = createClient({ ...api, tokens: storage.tokens })
  client.follow(receiver)
  const tasks = createTasks({ receiver, client, store: storage.tasks })

  // Exactly once: the row and the mark that the event is handled are committed together. The names must never change.
  receiver.on(
    'authorized',
    storage.inTransaction('open-shop', async ({ payload }, tx) => {
      await openShop(tx, payload.AuthorizerAppid)
    }),
  )
  receiver.on(
    'unauthorized',
    storage.inTransaction('close-shop', async ({ payload }, tx) => {
      await closeShop(tx, payload.AuthorizerAppid)
    }),
  )
  // At least once: written so that once more does no harm.
  tasks.on('succeeded', ({ reference, outcome, appid }) => noteOutcome(pool, reference, outcome, appid))
  tasks.on('failed', ({ reference, outcome }) => noteOutcome(pool, reference, outcome, null))

  const app = express()
  app.use('/wechat/authorization', mount(receiver))
  app.get('/', async (_request, response) => response.json(await readAll(pool)))

  return {
    app,
    tasks,
    storage,
    async start() {
      await createTables(pool)
      await storage.ready() // makes wehook's tables, or says what stands in the way
      await receiver.start()
      await tasks.start()
    },
    /** Close the HTTP server first. */
    async stop() {
      await receiver.close()
      await tasks.close()
      await storage.close()
      await pool.end()
    },
  }
}
