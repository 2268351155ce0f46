import { createReceiver } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'

const platform = { componentAppId: 'wx0000000000000c01', token: 'invented', encodingAesKey: 'A'.repeat(43) }
/** Nothing listens there. */
const nowhere = { host: '127.0.0.1', port: 1 }
/** A pool whose server takes connections and never answers. */
const silent = () => Object.assign(new pg.Pool(), { connect: () => new Promise<never>(() => {}) })

it.each([
  ['MySQL', 'is down', () => mysqlStorage({ pool: createPool(nowhere) })],
  ['PostgreSQL', 'is down', () => postgresStorage({ pool: new pg.Pool(nowhere) })],
  ['PostgreSQL', 'does not answer', () => postgresStorage({ pool: silent() })],
] as const)('an app whose %s %s at boot goes on to listen within 2 s, and closes in time', async (_, __, open) => {
  const storage = open()
  const receiver = createReceiver({ ...platform, inbox: storage.inbox, logger: false })
  onTestFinished(() => storage.close())
  const startedAt = performance.now()
  await receiver.start()
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  const closedAt = performance.now()
  await receiver.close({ timeoutMs: 0 })
  expect(performance.now() - closedAt).toBeLessThan(2_500)
})

it('an app whose database is down says what it waits for', async () => {
  const storage = postgresStorage({ pool: new pg.Pool(nowhere) })
  const error = vi.fn()
  const logger = { info: () => {}, warn: () => {}, error }
  const receiver = createReceiver({ ...platform, inbox: storage.inbox, logger })
  onTestFinished(async () => {
    await receiver.close({ timeoutMs: 0 })
    await storage.close()
  })
  await receiver.start()
  await vi.waitFor(() => expect(JSON.stringify(error.mock.calls)).toContain('ECONNREFUSED'), { timeout: 5_000 })
})
