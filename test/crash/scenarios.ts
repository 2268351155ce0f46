import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createOwnRedis, newPrefix, type OwnRedis } from '../support/redis.js'
import type { ChildConfig } from './child.js'
import type { Victim } from './process.js'
import { between, pick, type Random } from './random.js'
import type { StoragePlace } from './storage.js'

/** What a blow is dealt with. */
export interface Stage {
  readonly victims: readonly Victim[]
  readonly redis: OwnRedis | undefined
  readonly random: Random
  /** Notes that processes are hit, whose deliveries may be repeated for it; what it returns notes that the blow is over. */
  hit(processes: readonly Victim[]): () => void
}

export interface Scenario {
  readonly name: string
  readonly storage: 'sqlite' | 'redis'
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
  { name: 'redis-itself', storage: 'redis', processes: [both, both], strike: killRedis },
  { name: 'redis-frozen', storage: 'redis', processes: [both, both], strike: freezeRedis },
]

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

async function killRedis({ victims, redis, random, hit }: Stage): Promise<void> {
  const over = hit(victims)
  await redis?.kill()
  await sleep(between(random, 0, 1_000))
  await redis?.start()
  over()
}

/** Up to 4 s: below the lease, so that nobody's deliveries are given to others. */
async function freezeRedis({ victims, redis, random, hit }: Stage): Promise<void> {
  const over = hit(victims)
  redis?.freeze()
  await sleep(between(random, 300, 4_000))
  redis?.resume()
  over()
}

/** Storage and processes of a scenario, in `directory`. */
export async function prepare(
  { storage, processes }: Scenario,
  directory: string,
): Promise<{
  readonly place: StoragePlace
  readonly configs: readonly ChildConfig[]
  readonly redis: OwnRedis | undefined
}> {
  const redis = storage === 'redis' ? createOwnRedis() : undefined
  await redis?.start()
  const place: StoragePlace = redis
    ? { kind: 'redis', socket: redis.socket, prefix: newPrefix() }
    : { kind: 'sqlite', file: join(directory, 'wehook.db') }
  const ledger = join(directory, 'ledger')
  const configs = processes.map(({ serves, delivers }, n) => ({
    storage: place,
    ledger,
    deliver: delivers,
    ...(serves && { listen: join(directory, `web-${n}.sock`) }),
  }))
  return { place, configs, redis }
}
