// drizzle.ts
import type { MysqlStorage } from '@wehook/mysql'
import { drizzle } from 'drizzle-orm/mysql2'
import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core'

const shops = mysqlTable('shops', { event: varchar({ length: 64 }).notNull(), n: int().notNull() })

export const openShop = (storage: MysqlStorage) =>
  storage.inTransaction('open-shop', async (event, tx) => {
    await drizzle({ client: tx }).insert(shops).values({ event: event.id, n: 1 })
  })
