import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@wehook/client'
import { createConsole } from '@wehook/console'
import { createHealth, createReceiver, GiveUp } from '@wehook/core'
import { mount } from '@wehook/express'
import { createFakeClock, createSimulatedPlatform, samples } from '@wehook/simulator'
import { sqliteStorage } from '@wehook/sqlite'
import { createTasks } from '@wehook/tasks'
import express from 'express'
import { vi } from 'vitest'

const company = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '0755-00000000' }
const secret = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'

/** What the signals of the console told, by name. */
export interface Told {
  readonly name: string
  readonly signal: unknown
}

/** An Express app over SQLite with real pushes and tasks; the simulated platform plays WeChat. */
export async function startApp() {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-browser-'))
  const platform = await createSimulatedPlatform({ clock: createFakeClock({ running: true }) })
  const storage = sqliteStorage({ file: join(folder, 'wehook.db') })
  const now = platform.clock.now
  const receiver = createReceiver({
    ...platform.receiverOptions,
    inbox: storage.inbox,
    unhandledAfterMs: 100,
    logger: false,
    now,
  })
  const client = createClient({ ...platform.clientOptions, tokens: storage.tokens, logger: false, now })
  client.follow(receiver)
  receiver.on('notify_3rd_wxa_wxverify', () => {
    throw new GiveUp('the CRM has no such merchant')
  })
  const tasks = createTasks({ receiver, client, store: storage.tasks, logger: false, now })
  tasks.on('failed', () => {
    throw new GiveUp('the CRM has no such merchant')
  })
  const health = createHealth({ receiver, inbox: storage.inbox, ticketAt: client.ticketAt, now })
  const told: Told[] = []
  const shared = { receiver, inbox: storage.inbox, tasks, accounts: client.accounts, health, now }
  const operate = createConsole({ ...shared, authorize: () => '小王', allowActions: true, secret })
  for (const name of ['acted', 'revealed', 'refused'] as const) {
    operate.signals.on(name, (signal) => void told.push({ name, signal }))
  }
  const look = createConsole({ ...shared, authorize: () => 'auditor' })

  const app = express()
  app.use('/wechat/authorization', mount(receiver))
  app.use('/ops/wechat', mount(operate))
  app.use('/ops/read-only', mount(look))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  platform.pushTo(`${base}/wechat/authorization`)
  await receiver.start()
  await tasks.start()
  await platform.pushTicket()
  return {
    ...{ platform, storage, receiver, tasks, told },
    url: `${base}/ops/wechat`,
    readOnlyUrl: `${base}/ops/read-only`,
    async stop() {
      await platform.close()
      platform.clock.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await receiver.close()
      await tasks.close()
      await storage.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type App = Awaited<ReturnType<typeof startApp>>

const wait = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 30 })

/** What a busy day leaves behind: accounts, tasks in each outcome, and pushes that are handled, dead and unhandled. */
export async function fillApp({ platform, storage, tasks, receiver }: App): Promise<void> {
  const { enterprise, personal } = tasks.registration
  for (const [reference, step] of [
    ['merchant-41', platform.person.confirms],
    ['merchant-42', platform.person.refuses],
  ] as const) {
    await enterprise.create(company, { reference })
    await step()
    await wait(async () => {
      const [task] = await tasks.find({ reference })
      if (task?.outcome === 'pending') throw new Error('still pending')
    })
  }
  await personal.create({ wxuser: 'sample_person', component_phone: '0755-00000000' }, { reference: 'merchant-43' })
  const review = samples.notify_3rd_wxa_wxverify.typical
  for (let n = 0; n < 5; n++) await platform.push({ ...review, appid: `wx00000000000000a${n}` })
  for (let n = 0; n < 50; n++) {
    await platform.push({ ...samples.notify_3rd_wxa_auth_and_icp.pending, appid: `wx0000000000000b${10 + n}` })
  }
  await wait(async () => {
    const { dead, unhandled } = await storage.inbox.counts()
    if (dead < 5 || unhandled < 50) throw new Error(`${dead} dead, ${unhandled} unhandled`)
  })
  await receiver.idle()
}
