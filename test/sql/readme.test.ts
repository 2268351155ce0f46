import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { sealPush } from '@wehook/testing'
import { DataSource } from 'typeorm'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { blocksOf, filesOf, readDocument } from '../readme/blocks.js'
import { type Child, root, startChild } from '../support/child.js'
import { newName } from '../support/databases.js'
import { newEntry } from '../support/entries.js'
import { createMysqlDatabase, findMysql, type MysqlDatabase } from '../support/mysql.js'
import { createPostgresDatabase, findPostgres, type PostgresDatabase } from '../support/postgres.js'
import { platform as invented, post } from '../support/push-server.js'

const [mysql, postgres] = await Promise.all([findMysql(), findPostgres()])
// Below test/, so that the code finds the packages that it imports.
const directory = mkdtempSync(join(root, 'test', '.readme-sql-'))
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await Promise.all([mysql?.close(), postgres?.close()])
})

type OpenShop = (storage: unknown, library?: unknown) => (event: { readonly id: string }) => Promise<void>

interface Example {
  readonly openShop: OpenShop
  readonly entities?: readonly unknown[]
}

const kinds = {
  mysql: {
    isThere: mysql !== undefined,
    create: () => createMysqlDatabase(mysql?.address ?? {}),
    storage: (database: MysqlDatabase | PostgresDatabase) =>
      mysqlStorage({ pool: (database as MysqlDatabase).pool(), warn: () => {} }),
    url: (database: MysqlDatabase | PostgresDatabase) => {
      const { host, port, user, database: name } = (database as MysqlDatabase).address
      return `mysql://${user}@${host}:${port}/${name}`
    },
  },
  postgres: {
    isThere: postgres !== undefined,
    create: () => createPostgresDatabase(postgres?.address ?? {}),
    storage: (database: MysqlDatabase | PostgresDatabase) =>
      postgresStorage({
        pool: (database as PostgresDatabase).pool(),
        warn: () => {},
        schema: (database as PostgresDatabase).schema,
      }),
    url: (database: MysqlDatabase | PostgresDatabase) => {
      const { address, schema } = database as PostgresDatabase
      return `postgres://${address.user}@${address.host}:${address.port}/${address.database}?options=${encodeURIComponent(`-c search_path=${schema},public`)}`
    },
  },
} as const

/** The README's server keeps its tables in the schema `public`, which others use on a shared server: it gets a database of its own. */
async function createOwnDatabase(kind: 'mysql' | 'postgres', given: MysqlDatabase | PostgresDatabase) {
  if (kind === 'mysql') return { database: given, close: async () => {} }
  const name = newName()
  await given.query(`CREATE DATABASE ${name}`)
  const database = await createPostgresDatabase({ ...(given as PostgresDatabase).address, database: name })
  await database.query('CREATE TABLE shops (event VARCHAR(64) NOT NULL, n INT NOT NULL)')
  return {
    database,
    async close() {
      await database.close()
      await given.query(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

describe.each(['mysql', 'postgres'] as const)('the README of @wehook/%s', (kind) => {
  const { isThere, create, storage: openStorage, url } = kinds[kind]
  const files = filesOf(blocksOf(readDocument(`packages/${kind}/README.md`)))

  describe.skipIf(!isThere)('its code', () => {
    let database: MysqlDatabase | PostgresDatabase
    const children: Child[] = []
    beforeEach(async () => {
      database = await create()
      await database.query('CREATE TABLE shops (event VARCHAR(64) NOT NULL, n INT NOT NULL)')
    })
    afterEach(async () => {
      for (const child of children.splice(0)) child.process.kill('SIGKILL')
      await database.close()
    })
    const count = async () => (await database.query('SELECT event FROM shops')).length

    const load = async (file: string): Promise<Example> => {
      mkdirSync(join(directory, kind), { recursive: true })
      const path = join(directory, kind, file)
      writeFileSync(path, files[file] ?? assert.fail(`no ${file} in the README`))
      return (await import(pathToFileURL(path).href)) as Example
    }

    /** Inserts through the connection of the transaction: not visible outside before the end, gone when the handler fails. */
    const writesOnce = async ({ openShop }: Example, library?: unknown) => {
      const storage = openStorage(database)
      let seen = -1
      let isBroken = true
      // The README's handler, with a look from outside and a failure behind it.
      const wrapped = {
        ...storage,
        inTransaction: (name: string, handler: (event: { readonly id: string }, tx: unknown) => unknown) =>
          (storage.inTransaction as unknown as typeof wrapped.inTransaction)(name, async (event, tx) => {
            await handler(event, tx)
            seen = await count()
            if (isBroken) throw new RangeError('no room')
          }),
      } as {
        inTransaction(
          name: string,
          handler: (event: { readonly id: string }, tx: unknown) => unknown,
        ): (event: { readonly id: string }) => Promise<void>
      }
      const handler = openShop(wrapped, library)
      const shop = newEntry()
      await expect(handler(shop)).rejects.toThrow(RangeError)
      assert.deepEqual([seen, await count()], [0, 0])
      isBroken = false
      await handler(shop)
      await handler(shop)
      assert.deepEqual([seen, await count()], [0, 1])
      await storage.close()
    }

    it.each(['drizzle.ts', 'kysely.ts', 'knex.ts'])('R31: %s writes in the transaction, once', async (file) => {
      await writesOnce(await load(file))
    })

    it('R31: typeorm.ts writes in the transaction, once', async () => {
      const example = await load('typeorm.ts')
      const dataSource = new DataSource({
        type: kind,
        url: url(database),
        entities: example.entities,
      } as ConstructorParameters<typeof DataSource>[0])
      await dataSource.initialize()
      try {
        await writesOnce(example, dataSource)
      } finally {
        await dataSource.destroy()
      }
    })

    it('serves pushes, and its handler writes a row', async () => {
      const own = await createOwnDatabase(kind, database)
      const path = join(directory, `${kind}-server.ts`)
      writeFileSync(path, files['server.ts'] ?? assert.fail('no server.ts in the README'))
      const port = 20_000 + Math.floor(Math.random() * 20_000)
      const child = startChild(
        path.slice(root.length),
        [],
        ['env', `PORT=${port}`, `DATABASE_URL=${url(own.database)}`],
      )
      children.push(child)
      const push = sealPush(
        { ...invented, token: 'the-token' },
        {
          infoType: 'authorized',
          AuthorizerAppid: 'wxaaaaaaaaaaaaaaaa',
          AuthorizationCode: 'queryauthcode@@@invented',
          AuthorizationCodeExpiredTime: 1_795_000_000,
          PreAuthCode: 'preauthcode@@@invented',
        },
      )
      await vi.waitFor(
        async () => assert.equal(await post(`http://127.0.0.1:${port}/wechat/authorization`, push), '200 success'),
        { timeout: 20_000, interval: 100 },
      )
      await vi.waitFor(async () => assert.equal((await own.database.query('SELECT event FROM shops')).length, 1), {
        timeout: 10_000,
        interval: 50,
      })
      child.process.kill('SIGTERM')
      assert.equal((await child.ended).code, 0)
      await own.close()
    }, 60_000)
  })
})
