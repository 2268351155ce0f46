import assert from 'node:assert/strict'
import { isWehookError } from '@wehook/core'
import { mysqlSchema, mysqlStorage } from '@wehook/mysql'
import { postgresSchema, postgresStorage } from '@wehook/postgres'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newName } from '../support/databases.js'
import { createMysqlDatabase, findMysql } from '../support/mysql.js'
import { createPostgresDatabase, findPostgres } from '../support/postgres.js'

const [mysql, postgres] = await Promise.all([findMysql(), findPostgres()])
afterAll(() => Promise.all([mysql?.close(), postgres?.close()]))

type Options = { readonly prefix?: string; readonly migrate?: boolean }

/** An empty place for tables, and what a DBA does there. */
interface Place {
  /** A storage over a pool of its own, as `user` or as one who may do everything. */
  storage(
    options?: Options,
    user?: string,
  ): { ready(): Promise<void>; readonly inbox: ReturnType<typeof mysqlStorage>['inbox'] }
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** The SQL that the command prints. */
  schema(prefix?: string): string
  tables(): Promise<readonly string[]>
  /** A database user who may read and write rows in that place and make nothing. */
  createUser(): Promise<string>
  close(): Promise<void>
}

async function createMysqlPlace(): Promise<Place> {
  const database = await createMysqlDatabase(mysql?.address ?? {})
  const users: string[] = []
  return {
    storage: (options, user) => mysqlStorage({ pool: database.pool(user ? { user } : {}), warn: () => {}, ...options }),
    query: database.query,
    schema: (prefix) => mysqlSchema(prefix === undefined ? {} : { prefix }),
    tables: async () => (await database.query('SHOW TABLES')).map((row) => String(Object.values(row)[0])),
    async createUser() {
      const user = newName()
      users.push(user)
      for (const host of ['localhost', '127.0.0.1']) {
        await database.query(`CREATE USER '${user}'@'${host}'`)
        await database.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${database.name}.* TO '${user}'@'${host}'`)
      }
      return user
    },
    async close() {
      for (const user of users) await database.query(`DROP USER '${user}'@'localhost', '${user}'@'127.0.0.1'`)
      await database.close()
    },
  }
}

async function createPostgresPlace(): Promise<Place> {
  const database = await createPostgresDatabase(postgres?.address ?? {})
  const { schema } = database
  const users: string[] = []
  return {
    storage: (options, user) =>
      postgresStorage({ pool: database.pool(user ? { user } : {}), schema, warn: () => {}, ...options }),
    query: database.query,
    schema: (prefix) => postgresSchema({ schema, ...(prefix !== undefined && { prefix }) }),
    tables: async () =>
      (await database.query(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)).map((row) =>
        String(row['tablename']),
      ),
    async createUser() {
      const user = newName()
      users.push(user)
      const rights = 'SELECT, INSERT, UPDATE, DELETE'
      await database.query(
        `CREATE ROLE ${user} LOGIN; GRANT USAGE ON SCHEMA ${schema} TO ${user};
         ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT ${rights} ON TABLES TO ${user};
         ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE ON SEQUENCES TO ${user}`,
      )
      return user
    },
    async close() {
      for (const user of users) await database.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`)
      await database.close()
    },
  }
}

const entry = () => ({ id: newName(), componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' })
const names = ['entries', 'locks', 'marks', 'schema', 'task_keys', 'tasks', 'tokens']

describe.each([
  { title: 'MySQL', isThere: mysql !== undefined, create: createMysqlPlace, print: 'mysql' },
  { title: 'PostgreSQL', isThere: postgres !== undefined, create: createPostgresPlace, print: 'postgres' },
])('on $title', ({ isThere, create, print }) => {
  describe.skipIf(!isThere)('migrations', () => {
    let place: Place
    beforeEach(async () => {
      place = await create()
    })
    afterEach(() => place.close())

    it('R44: makes the tables once for eight processes that start together', async () => {
      const storages = Array.from({ length: 8 }, () => place.storage())
      await Promise.all(storages.map((storage) => storage.ready()))
      assert.deepEqual((await place.tables()).toSorted(), names.map((name) => `wehook_${name}`).toSorted())
      for (const storage of storages) assert.equal(await storage.inbox.put(entry()), 'stored')
    })

    it('R44: completes a schema of which a part is there', async () => {
      await place.storage().ready()
      await place.query('DROP TABLE wehook_tokens')
      await place.query('DELETE FROM wehook_schema')
      await place.storage().ready()
      assert.equal((await place.tables()).length, names.length)
    })

    it('R44: runs for a user who may make no tables, on a schema that is there', async () => {
      const user = await place.createUser()
      await place.storage().ready()
      const storage = place.storage({}, user)
      assert.equal(await storage.inbox.put(entry()), 'stored')
    })

    it('R44: tells a user who may make no tables which command prints the SQL', async () => {
      const user = await place.createUser()
      const error = await place
        .storage({}, user)
        .ready()
        .catch((thrown: unknown) => thrown)
      assert.ok(isWehookError(error, 'ERR_OPTIONS_INVALID'))
      assert.match(error.message, /this database user may not create tables/)
      assert.match(error.hint, new RegExp(`npx wehook migrate --print ${print}`))
      assert.match(error.zh.hint, /建表权限/)
      await expect(place.storage({}, user).inbox.put(entry())).rejects.toThrow(/may not create tables/)
    })

    it('R44: makes nothing with `migrate: false`, and runs on what the printed SQL makes', async () => {
      const storage = place.storage({ migrate: false })
      await expect(storage.ready()).rejects.toThrow(/`migrate` is false/)
      assert.deepEqual(await place.tables(), [])
      for (let time = 1; time <= 2; time += 1) {
        for (const statement of place.schema().split(';\n')) if (statement.trim()) await place.query(statement)
      }
      assert.equal(await storage.inbox.put(entry()), 'stored')
    })

    it('R44: refuses a schema of a newer release', async () => {
      await place.storage().ready()
      await place.query('UPDATE wehook_schema SET version = 99')
      await expect(place.storage().ready()).rejects.toThrow(/schema version 99, this release knows/)
    })

    it('R16: keeps two storages apart by their prefix, the longest one too', async () => {
      const longest = `a${'b'.repeat(29)}`
      const [short, long] = [place.storage(), place.storage({ prefix: longest })]
      const one = entry()
      assert.equal(await short.inbox.put(one), 'stored')
      assert.equal(await long.inbox.put(one), 'stored')
      assert.equal((await place.tables()).length, 2 * names.length)
    })

    it.each(['', 'Wehook_', '1a', 'a-b', 'a`; DROP TABLE x', 'a"', `a${'b'.repeat(30)}`])(
      'R16: refuses the prefix %j',
      (prefix) => {
        assert.throws(() => place.storage({ prefix }), /the table prefix may hold/)
        assert.throws(() => place.schema(prefix), /the table prefix may hold/)
      },
    )
  })
})

describe.skipIf(!postgres)('PostgreSQL schemas', () => {
  it('R16: refuses a schema name that is not plain, and makes one that is missing', async () => {
    for (const schema of ['', 'A', 'a"', 'a.b', `a${'b'.repeat(63)}`]) {
      assert.throws(() => postgresSchema({ schema }), /`schema` may hold/)
    }
    const database = await createPostgresDatabase(postgres?.address ?? {})
    const schema = newName()
    try {
      await postgresStorage({ pool: database.pool(), schema, warn: () => {} }).ready()
      assert.equal(
        (await database.query(`SELECT 1 FROM pg_tables WHERE schemaname = '${schema}'`)).length,
        names.length,
      )
      await database.query(`DROP SCHEMA ${schema} CASCADE`)
    } finally {
      await database.close()
    }
  })
})

describe.skipIf(!mysql)('MySQL pools', () => {
  it('says that a pool without a database has none', async () => {
    const database = await createMysqlDatabase(mysql?.address ?? {})
    try {
      const pool = database.pool({ database: '' })
      await expect(mysqlStorage({ pool }).ready()).rejects.toThrow(/has no database/)
    } finally {
      await database.close()
    }
  })
})
