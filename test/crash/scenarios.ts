import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { createOwnMysql } from '../support/mysql.js'
import { createOwnPostgres } from '../support/postgres.js'
import { createOwnRedis, newPrefix } from '../support/redis.js'
import type { ChildConfig } from './child.js'
import type { Victim } from './process.js'
import { between, pick, type Random } from './random.js'
import { prepareHost, type StoragePlace } from './storage.js'

/** The storage's own server, where it has one. */
export interface StorageServer {
  start(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  resume(): void
  close(): Promise<void>
  /** Cuts every connection of the processes. */
  cutConnections?(): Promise<void>
}

/** What a blow is dealt with. */
export interface Stage {
  readonly victims: readonly Victim[]
  readonly server: StorageServer | undefined
  readonly random: Random
  /** Notes that processes are hit, whose deliveries may be repeated for it; what it returns notes that the blow is over. */
  hit(processes: readonly Victim[]): () => void
}

export interface Scenario {
  readonly name: string
  readonly storage: StoragePlace['kind']
  readonly processes: readonly Pick<Role, 'serves' | 'delivers'>[]
  /** One blow, until what it hit is up again. */
  strike(stage: Stage): Promise<void>
}

interface Role {
  readonly serves: boolean
  readonly delivers: boolean
}

const both: Role = { serves: true, delivers: true }
const web: Role = { serves: true, delivers: false }
const worker: Role = { serves: false, delivers: true }

export const scenarios: readonly Scenario[] = [
  { name: 'sqlite-server', storage: 'sqlite', processes: [both], strike: killSome(() => true, 1) },
  { name: 'sqlite-cluster', storage: 'sqlite', processes: [both, both, both, both], strike: killSome(() => true, 2) },
  { name: 'redis-server', storage: 'redis', processes: [both], strike: killSome(() => true, 1) },
  {
    name: 'redis-workers',
    storage: 'redis',
    processes: [web, worker, worker, worker, worker],
    strike: killSome(({ config }) => config.deliver, 2),
  },
  { name: 'redis-itself', storage: 'redis', processes: [both, both], strike: killServer },
  { name: 'redis-frozen', storage: 'redis', processes: [both, both], strike: freezeServer },
  ...(['mysql', 'postgres'] as const).flatMap(databaseScenarios),
]

function databaseScenarios(storage: 'mysql' | 'postgres'): readonly Scenario[] {
  return [
    { name: `${storage}-server`, storage, processes: [both], strike: killSome(() => true, 1) },
    {
      name: `${storage}-workers`,
      storage,
      processes: [web, worker, worker, worker, worker],
      strike: killSome(({ config }) => config.deliver, 2),
    },
    { name: `${storage}-itself`, storage, processes: [both, both], strike: killServer },
    { name: `${storage}-frozen`, storage, processes: [both, both], strike: freezeServer },
    { name: `${storage}-connections`, storage, processes: [both, both], strike: cutConnections },
  ]
}

async function cutConnections({ victims, server, random, hit }: Stage): Promise<void> {
  for (let cuts = between(random, 1, 5); cuts > 0; cuts -= 1) {
    const over = hit(victims)
    await server?.cutConnections?.()
    await sleep(between(random, 10, 200))
    over()
  }
}

/** Kills one to `most` of the processes and starts them again. */
function killSome(mayDie: (victim: Victim) => boolean, most: number): Scenario['strike'] {
  return async ({ victims, random, hit }) => {
    const chosen = new Set(Array.from({ length: between(random, 1, most) }, () => pick(random, victims.filter(mayDie))))
    await Promise.all(
      [...chosen].map(async (victim) => {
        const over = hit([victim])
        await victim.kill()
        over()
        await victim.start()
      }),
    )
  }
}

async function killServer({ victims, server, random, hit }: Stage): Promise<void> {
  const over = hit(victims)
  await server?.kill()
  await sleep(between(random, 0, 1_000))
  await server?.start()
  over()
}

/** Up to 4 s: below the lease, so that nobody's deliveries are given to others. */
async function freezeServer({ victims, server, random, hit }: Stage): Promise<void> {
  const over = hit(victims)
  server?.freeze()
  await sleep(between(random, 300, 4_000))
  server?.resume()
  over()
}

/** Storage and processes of a scenario, in `directory`. */
export async function prepare(
  { storage, processes }: Scenario,
  directory: string,
): Promise<{
  readonly place: StoragePlace
  readonly configs: readonly ChildConfig[]
  readonly server: StorageServer | undefined
}> {
  const { place, server } = createStorage(storage, directory)
  await server?.start()
  await prepareHost(place)
  const ledger = join(directory, 'ledger')
  const configs = processes.map(({ serves, delivers }, n) => ({
    storage: place,
    ledger,
    deliver: delivers,
    ...(serves && { listen: join(directory, `web-${n}.sock`) }),
  }))
  return { place, configs, server }
}

/** A storage of its own in `directory`, and its server where it has one. */
export function createStorage(
  storage: Scenario['storage'],
  directory: string,
): { readonly place: StoragePlace; readonly server?: StorageServer } {
  switch (storage) {
    case 'sqlite':
      return { place: { kind: 'sqlite', file: join(directory, 'wehook.db') } }
    case 'redis': {
      const server = createOwnRedis()
      return { place: { kind: 'redis', socket: server.socket, prefix: newPrefix() }, server }
    }
    case 'mysql': {
      const server = createOwnMysql()
      const { socketPath = '' } = server.address
      return { place: { kind: 'mysql', socketPath }, server: { ...server, cutConnections: () => cutMysql(socketPath) } }
    }
    case 'postgres': {
      const server = createOwnPostgres()
      const { host = '' } = server.address
      return { place: { kind: 'postgres', host }, server: { ...server, cutConnections: () => cutPostgres(host) } }
    }
  }
}

async function cutMysql(socketPath: string): Promise<void> {
  const connection = await createConnection({ socketPath, user: 'root' })
  const [rows] = await connection.query(`SELECT id FROM information_schema.processlist WHERE db = 'crash'`)
  for (const { id } of rows as unknown as readonly { readonly id: number }[]) {
    await connection.query(`KILL ${id}`).catch(() => undefined)
  }
  await connection.end()
}

async function cutPostgres(host: string): Promise<void> {
  const client = new Client({ host, user: 'root', database: 'postgres' })
  await client.connect()
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres' AND pid <> pg_backend_pid()`,
  )
  await client.end()
}
