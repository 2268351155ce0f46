import assert from 'node:assert/strict'
import { type AddressInfo, connect, createServer } from 'node:net'
import { postgresStorage } from '@wehook/postgres'
import { afterAll, describe, it } from 'vitest'
import { newEntry } from '../support/entries.js'
import { createPostgresDatabase, findPostgres, type PostgresAddress } from '../support/postgres.js'

const server = await findPostgres()
afterAll(() => server?.close())

/** What ends a message of the server: it waits for a query now. */
const readyForQuery = Buffer.from('Z\0\0\0\x05I', 'latin1')

/** What PostgreSQL sends last when an administrator ends a connection. */
function terminated(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** Leads to PostgreSQL, and cuts the first `count` connections in the packet that says that they are ready. */
async function createCuttingProxy({ host = '127.0.0.1', port = 5432 }: PostgresAddress, count: number) {
  let cuts = 0
  const proxy = createServer((inbound) => {
    const outbound = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    inbound.on('error', () => {}).on('close', () => outbound.destroy())
    outbound.on('error', () => {}).on('close', () => inbound.destroy())
    inbound.pipe(outbound)
    outbound.on('data', (bytes: Buffer) => {
      if (cuts === count || !bytes.subarray(-readyForQuery.length).equals(readyForQuery)) return inbound.write(bytes)
      cuts += 1
      inbound.end(Buffer.concat([bytes, terminated()]))
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return { address: { host: '127.0.0.1', port: (proxy.address() as AddressInfo).port }, cuts: () => cuts, proxy }
}

describe.skipIf(!server)('cut connections of PostgreSQL', () => {
  it('R33: a connection that is cut in the moment it is handed over does not end the process', async () => {
    assert.ok(server)
    const database = await createPostgresDatabase(server.address)
    const storage = postgresStorage({ pool: database.pool(), schema: database.schema, warn: () => {} })
    await storage.ready()
    const { address, cuts, proxy } = await createCuttingProxy(server.address, 3)
    const cutOff = postgresStorage({ pool: database.pool(address), schema: database.schema, warn: () => {} })
    const uncaught: Error[] = []
    const note = (error: Error) => uncaught.push(error)
    process.on('uncaughtExceptionMonitor', note)
    try {
      const handler = cutOff.inTransaction('write', (_event, tx) => tx.query('SELECT 1'))
      const run = () =>
        handler(newEntry()).then(
          () => 'done' as const,
          () => 'failed' as const,
        )
      const outcomes: string[] = []
      for (let runs = 0; runs < 4; runs += 1) outcomes.push(await run())
      assert.equal(cuts(), 3)
      assert.deepEqual(uncaught, [])
      assert.deepEqual(outcomes, ['failed', 'failed', 'failed', 'done'])
      assert.equal(await cutOff.inbox.put(newEntry()), 'stored')
    } finally {
      process.off('uncaughtExceptionMonitor', note)
      await Promise.all([cutOff.close(), storage.close()])
      await database.close()
      proxy.close()
    }
  })
})
