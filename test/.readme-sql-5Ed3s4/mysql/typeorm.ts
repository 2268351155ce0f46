// typeorm.ts
import type { MysqlStorage } from '@wehook/mysql'
import { DataSource, EntitySchema } from 'typeorm'

const Shop = new EntitySchema<{ event: string; n: number }>({
  name: 'shops',
  columns: { event: { type: 'varchar', primary: true }, n: { type: 'int' } },
})

export const openShop = (storage: MysqlStorage, dataSource: DataSource) =>
  storage.inTransaction('open-shop', async (event, tx) => {
    const runner = dataSource.createQueryRunner()
    // So it neither takes a connection of its own nor begins a transaction.
    Object.assign(runner, { databaseConnection: tx.connection, isTransactionActive: true, transactionDepth: 1 })
    await runner.manager.insert(Shop, { event: event.id, n: 1 })
  })

export const entities = [Shop]
