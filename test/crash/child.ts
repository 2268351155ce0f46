import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import express from 'express'
import { openLedger } from './ledger.js'
import { concurrency, path, platform } from './platform.js'
import { openStorage, type StoragePlace } from './storage.js'

/** A real server or worker, to be killed. Told what to be by its first argument; says `ready` to its parent. */
export interface ChildConfig {
  readonly storage: StoragePlace
  readonly ledger: string
  /** Socket to serve pushes on; none: a worker only. */
  readonly listen?: string
  readonly deliver: boolean
}

const config = JSON.parse(process.argv[2] ?? '') as ChildConfig
const ledger = openLedger(config.ledger)
// What a blow makes them log is long and expected; CRASH_LOG=1 shows it.
const logging = process.env['CRASH_LOG'] === '1' ? {} : ({ logger: false } as const)
/** As many attempts as the default table has, but soon: a campaign does not last four hours. */
const retryDelaysMs = Array.from({ length: 7 }, () => 6_000)
const storage = openStorage(config.storage)
const receiver = createReceiver({
  ...platform,
  inbox: storage.inbox,
  concurrency,
  retryDelaysMs,
  ...logging,
})

const handle = async ({ id }: { readonly id: string }) => {
  ledger.start(id)
  await sleep(workMs(id))
  ledger.end(id)
}
receiver.on('unauthorized', storage.writing?.(handle) ?? handle)
process.on('disconnect', () => process.exit())

// A function, not top-level await: the bundle is CommonJS.
async function begin(): Promise<void> {
  if (config.deliver) await receiver.start()
  const { listen } = config
  if (listen !== undefined) {
    rmSync(listen, { force: true })
    const app = express().use(path, mount(receiver))
    await new Promise<void>((resolve) => app.listen(listen, () => resolve()))
  }
  process.send?.('ready')
}
begin()

/** Most handlers are quick, one in sixteen takes up to half a second: some of them run at every kill. */
function workMs(id: string): number {
  const dice = Number.parseInt(id.slice(0, 4), 16)
  return dice % 16 === 0 ? dice % 500 : dice % 10
}
