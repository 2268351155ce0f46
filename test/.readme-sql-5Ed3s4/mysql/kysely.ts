// kysely.ts
import type { MysqlStorage } from '@wehook/mysql'
import { Kysely, MysqlDialect } from 'kysely'

interface Tables {
  shops: { event: string; n: number }
}

export const openShop = (storage: MysqlStorage) =>
  storage.inTransaction('open-shop', async (event, tx) => {
    const { connection } = tx
    const one = { query: connection.query.bind(connection), release() {} }
    // A pool of one connection that is never given back.
    const pool = { getConnection: (callback) => callback(null, one), end: (callback) => callback() }
    const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) })
    await db.insertInto('shops').values({ event: event.id, n: 1 }).execute()
  })
