// knex.ts
import type { MysqlStorage } from '@wehook/mysql'
import createKnex from 'knex'

const knex = createKnex({ client: 'mysql2' })

export const openShop = (storage: MysqlStorage) =>
  storage.inTransaction('open-shop', async (event, tx) => {
    await knex('shops').insert({ event: event.id, n: 1 }).connection(tx.connection)
  })
