import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { createMysqlDatabase, findMysql } from '../support/mysql'
import { findPostgres } from '../support/postgres'
import { createOwnRedis, requireOwnRedis } from '../support/redis'
import { files, newFolder, path } from './project'
import { freePort, listening, start, wehook } from './run'

/** The app of the README with another receiver.ts. */
async function takesPushes(receiver: string, env: Readonly<Record<string, string>>): Promise<void> {
  const folder = newFolder({ 'receiver.ts': files[receiver] ?? '' })
  const port = await freePort()
  const app = start(folder, ['app.ts'], { PORT: String(port), ...env })
  await listening(port, app)
  const pushed = await wehook(folder, ['push', 'notify_third_fasteregister', `http://127.0.0.1:${port}${path}`])
  expect(pushed).toMatchObject({ code: 0 })
  await app.see(/registered: wx/)
  app.child.kill('SIGKILL')
  await app.ended
}

test.skipIf(!requireOwnRedis())(
  'the app runs on Redis with nothing changed but receiver.ts',
  async () => {
    const redis = createOwnRedis()
    try {
      await redis.start()
      await takesPushes('receiver-redis.ts', { REDIS_URL: redis.socket })
    } finally {
      await redis.close()
    }
  },
  60_000,
)

const mysql = await findMysql()
afterAll(() => mysql?.close())

test.skipIf(!mysql)(
  'the app runs on MySQL with nothing changed but receiver.ts',
  async () => {
    const database = await createMysqlDatabase(mysql?.address ?? {})
    const { host, port, user, password = '', socketPath } = database.address
    const place = socketPath
      ? `localhost/${database.name}?socketPath=${socketPath}`
      : `${host}:${port}/${database.name}`
    try {
      await takesPushes('receiver-mysql.ts', { DATABASE_URL: `mysql://${user}:${password}@${place}` })
    } finally {
      await database.close()
    }
  },
  60_000,
)

const postgres = await findPostgres()
afterAll(() => postgres?.close())

/** Runs with the URL of a database of its own. */
async function onPostgres(run: (url: string) => Promise<void>): Promise<void> {
  const name = `wehook_readme_${randomBytes(6).toString('hex')}`
  const { host = '', port = 5432, user = '', password = '' } = postgres?.address ?? {}
  const admin = new Client(postgres?.address)
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${name}`)
    await run(`postgres://${user}:${password}@localhost/${name}?host=${encodeURIComponent(host)}&port=${port}`)
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
}

describe.skipIf(!postgres)('on PostgreSQL', () => {
  test('the app runs with nothing changed but receiver.ts', async () => {
    await onPostgres((url) => takesPushes('receiver-postgres.ts', { DATABASE_URL: url }))
  }, 60_000)

  test('a handler in a transaction writes once, however often the event is delivered', async () => {
    await onPostgres(async (url) => {
      const { ended, output } = start(newFolder(), ['drive-shop.ts'], { DATABASE_URL: url })
      expect(await ended, output()).toBe(0)
      expect(output()).toMatch(/^requeued 1$/m)
      expect(output()).toMatch(/^shops 1$/m)
    })
  }, 60_000)
})
