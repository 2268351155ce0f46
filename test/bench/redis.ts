import type { EntryFilter, ListOptions } from '@wehook/core/storage'
import { redisStorage } from '@wehook/redis'
import { createOwnRedis } from '../support/redis.js'
import { type Load, loadServer, percentile } from './inbox-load.js'
import { median } from './measure.js'
import { print, type Row, type Target } from './report.js'

// Durable accepts on Redis against the same adapter without an inbox, and how long an operator's filters take with a million stored entries.
// Rounds alternate, so that whatever else the machine does falls on each alike. Each server syncs every write (appendfsync always).
//   --rounds=3  --pushes=4000  --stored=1000000  --json
const option = (name: string, fallback: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const rounds = option('rounds', 3)
const pushes = option('pushes', 4_000)
const stored = option('stored', 1_000_000)

const rows: Row[] = []
const targets: Target[] = []

async function accepts(): Promise<void> {
  const redis = createOwnRedis()
  await redis.start()
  for (const concurrency of [1, 16, 128]) {
    const count = concurrency === 1 ? Math.ceil(pushes / 4) : pushes
    const loads: { readonly none: Load; readonly redis: Load }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const none = await loadServer('none', '', concurrency, count)
      loads.push({ none, redis: await loadServer('redis', redis.socket, concurrency, count) })
    }
    for (const mode of ['none', 'redis'] as const) {
      const of = (key: keyof Load) => median(loads.map((load) => load[mode][key]))
      const name = `${mode === 'none' ? 'no inbox' : 'durable on Redis'}, ${concurrency} at once`
      rows.push({ name, perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms'), failed: of('failed') })
    }
    const share = median(loads.map(({ none, redis }) => redis.perSecond / none.perSecond))
    if (concurrency === 128) {
      targets.push({ text: 'durable on Redis / no inbox at 128', value: share, target: 0.75, kind: 'least' })
    }
  }
  await redis.close()
}

const start = 1_795_000_000_000
const infoTypes = ['authorized', 'unauthorized', 'updateauthorized', 'component_verify_ticket']
const entryOf = (n: number) => ({
  id: n.toString(16).padStart(64, '0'),
  componentAppId: 'wx0123456789abcdef',
  receivedAt: start + n,
  infoType: infoTypes[n % infoTypes.length] as string,
  appid: `wx${String(n % 5_000).padStart(16, '0')}`,
  xml: '<xml/>',
})

async function filters(): Promise<void> {
  const redis = createOwnRedis()
  await redis.start('--appendonly', 'no')
  const storage = redisStorage({ connection: redis.socket, allowVolatile: true })
  const { inbox } = storage
  for (let first = 0; first < stored; first += 2_000) {
    await Promise.all(Array.from({ length: 2_000 }, (_, n) => inbox.put(entryOf(first + n))))
  }
  await inbox.discardAll({ infoType: 'unauthorized' }, stored / 10)
  const middle = start + stored / 2
  const asked: Readonly<Record<string, ListOptions & EntryFilter>> = {
    'all, newest first': { order: 'newest' },
    'a state': { state: 'discarded' },
    'an InfoType': { infoType: 'authorized', order: 'newest' },
    'an account': { appid: entryOf(42).appid },
    'an account and an InfoType that it has not': { appid: entryOf(42).appid, infoType: 'authorized' },
    'a state, an InfoType and half the time': { state: 'pending', infoType: 'authorized', receivedFrom: middle },
    'nothing that matches': { state: 'dead', infoType: 'none', receivedBefore: middle },
  }
  const measure = async (name: string, work: () => Promise<unknown>) => {
    const times: number[] = []
    for (let n = 0; n < 200; n += 1) {
      const startedAt = performance.now()
      await work()
      times.push(performance.now() - startedAt)
    }
    times.sort((a, b) => a - b)
    const p50Ms = percentile(times, 0.5)
    rows.push({ name, p50Ms, p99Ms: percentile(times, 0.99) })
    return p50Ms
  }
  const slowest: number[] = []
  for (const [name, filter] of Object.entries(asked)) {
    slowest.push(await measure(`list, ${name}`, () => inbox.list({ ...filter, limit: 50 })))
    slowest.push(await measure(`count, ${name}`, () => inbox.count(filter)))
  }
  slowest.push(await measure('counts', () => inbox.counts()))
  const text = `slowest filter at ${stored} stored, p50, ms`
  targets.push({ text, value: Math.max(...slowest), target: 10, kind: 'most' })
  await storage.close()
  await redis.close()
}

await accepts()
await filters()
print({ title: 'Durable accepts and filters on Redis', rows, targets })
