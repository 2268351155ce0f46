import { describe } from 'vitest'
import { mysqlServer, postgresServer, type SqlServer } from './sql-harness.js'

const starters = { MySQL: mysqlServer, PostgreSQL: postgresServer } as const

/** Runs a suite on each SQL server that there is; the others are skipped, with a printed reason, and fail with CI=true. */
export async function onEachServer(suite: (server: SqlServer) => void): Promise<() => Promise<void>> {
  const servers: SqlServer[] = []
  for (const [title, start] of Object.entries(starters)) {
    const server = await start()
    describe.skipIf(!server)(`on ${title}`, () => {
      if (server) suite(server)
    })
    if (server) servers.push(server)
  }
  return async () => {
    await Promise.all(servers.map((server) => server.close()))
  }
}
