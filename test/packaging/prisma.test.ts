import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { blocksOf, filesOf, readDocument } from '../readme/blocks'
import { newName } from '../support/databases'
import { createPostgresDatabase, findPostgres, type PostgresDatabase } from '../support/postgres'
import { type InstalledApp, installApp } from './installed-app'

const readme = filesOf(blocksOf(readDocument('packages/postgres/README.md')))

const files = {
  'prisma.ts': readme['prisma.ts'] ?? '',
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"
}

model shops {
  event String @id
  n     Int
}
`,
  'run.ts': `import { postgresStorage } from '@wehook/postgres'
import { Pool } from 'pg'
import { openShop } from './prisma.js'

const pool = new Pool({ connectionString: process.env['DATABASE_URL'] })
const storage = postgresStorage({ pool })
await storage.ready()
await pool.query('CREATE TABLE IF NOT EXISTS shops (event TEXT PRIMARY KEY, n INT NOT NULL)')
const count = async () => (await pool.query('SELECT event FROM shops')).rows.length
const handler = openShop(storage)
const event = { id: 'e'.repeat(64) } as never
await handler(event)
await handler(event)
console.log('rows after two deliveries:', await count())

// The same code with a failure behind it.
const failing = {
  inTransaction: (name: string, given: (event: never, tx: never) => Promise<void>) =>
    storage.inTransaction(name + '-and-fail', async (event, tx) => {
      await given(event as never, tx as never)
      throw new RangeError('no room')
    }),
}
const another = { id: 'f'.repeat(64) } as never
await openShop(failing as never)(another).catch((error: Error) => console.log('failed with', error.name))
console.log('rows after a failure:', await count())
await storage.close()
await pool.end()
`,
}

const postgres = await findPostgres()
const name = newName()
let around: PostgresDatabase
let app: InstalledApp
beforeAll(async () => {
  if (!postgres) return
  around = await createPostgresDatabase(postgres.address)
  // Prisma's tables and the example's storage are in `public`.
  await around.query(`CREATE DATABASE ${name}`)
  const dependencies = {
    '@wehook/postgres': `file:${inject('tarballs')['@wehook/postgres']}`,
    ...{ pg: '8.23.1', prisma: '7.10.1', '@prisma/client': '7.10.0', '@prisma/adapter-pg': '7.10.1', tsx: '4.23.15' },
  }
  app = installApp(files, { type: 'module', dependencies })
}, 300_000)
afterAll(async () => {
  app?.remove()
  await around?.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await around?.close()
  await postgres?.close()
})

test.skipIf(!postgres)(
  'the README’s handler with Prisma writes in the transaction, once',
  () => {
    // Generating needs no schema engine; without a name for one Prisma downloads it.
    app.run(
      'env',
      'PRISMA_SCHEMA_ENGINE_BINARY=/bin/true',
      'npx',
      'prisma',
      'generate',
      '--schema',
      'prisma/schema.prisma',
    )
    const { user, host, port } = around.address
    const output = app.run('env', `DATABASE_URL=postgres://${user}@${host}:${port}/${name}`, 'npx', 'tsx', 'run.ts')
    expect(output.trim().split('\n')).toEqual([
      'rows after two deliveries: 1',
      'failed with RangeError',
      'rows after a failure: 1',
    ])
  },
  180_000,
)
