import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { sealPush } from '@wehook/testing'
import autocannon from 'autocannon'
import { compileServer } from './compile.js'
import type { FrameworkName } from './http-frameworks.js'
import type { WorkName } from './http-work.js'
import { median } from './measure.js'
import { options, xml } from './push.js'
import { print, type Row, type Target } from './report.js'

// Every candidate is a process of its own and gets the same load in turn, round by round, so that whatever else the machine does falls on each
// alike; the ratios of one run are what counts. CPU time is the server process's own.
//
// Client and server share one core, where there is taskset. On two, a reply wakes the client's core, which in a virtual machine may cost more
// than the push itself, and costs the slower candidate most, for its client sleeps more. A rate so has the client's time in it; CPU time has not.
const connections = 10
const rounds = 7
const roundSeconds = 2
/** Until the compiler of V8 has nothing left to do, or what is longer would look slower than it is. */
const warmUpSeconds = 3
/** And again before each round: while the others had their turn, the collector took what compiled code relied on. */
const againSeconds = 1

const frameworkNames: readonly FrameworkName[] = ['Express', 'Koa', 'Fastify', 'node:http', 'Hono']
const workNames: readonly (WorkName | 'adapter')[] = ['bare', 'limit', 'by hand', 'adapter']
const candidates = [
  ...frameworkNames.flatMap((framework) => workNames.map((work) => ({ framework, work }))),
  { framework: 'Express', work: 'node-easywechat' },
] as const

interface Candidate {
  readonly framework: FrameworkName
  readonly work: WorkName | 'adapter'
  readonly child: ChildProcess
  readonly port: number
  readonly rates: number[]
  readonly cpu: number[]
  readonly p99: number[]
}

type Requests = readonly (readonly ReturnType<typeof toRequest>[])[]

/**
 * The pushes of a round, some for each connection. Every round has others, more of them than a round sends, so that none comes again
 * among the 10,000 that a receiver remembers.
 */
function sealRound(round: number): Requests {
  const each = 3000
  return Array.from({ length: connections }, (_, connection) =>
    Array.from({ length: each }, (_, n) => toRequest((round * connections + connection) * each + n)),
  )
}

function toRequest(n: number) {
  const push = sealPush(options, xml.replace('91000000MA00000000', `91000000MA${String(n).padStart(8, '0')}`))
  const headers = { 'content-type': 'text/xml' }
  return { method: 'POST', path: push.url('/wechat/authorization'), headers, body: push.body } as const
}

const compiled = await compileServer('http-server')
const isPinned = pinToOneCore()

/** The last that we may run on; child processes inherit it. */
function pinToOneCore(): boolean {
  const { stdout } = spawnSync('taskset', ['-pc', String(process.pid)], { encoding: 'utf8' })
  const last = /\d+$/.exec(stdout?.trim() ?? '')?.[0]
  return last !== undefined && spawnSync('taskset', ['-apc', last, String(process.pid)]).status === 0
}

async function start({
  framework,
  work,
}: {
  framework: FrameworkName
  work: WorkName | 'adapter'
}): Promise<Candidate> {
  const child = fork(compiled, [framework, work], { execArgv: [], env: { ...process.env, NODE_ENV: 'production' } })
  const [port] = (await once(child, 'message')) as [number]
  return { framework, work, child, port, rates: [], cpu: [], p99: [] }
}

/** CPU time in µs so far, and pushes that were taken for repeated ones. */
async function usage(child: ChildProcess): Promise<{ readonly micros: number; readonly duplicates: number }> {
  child.send('usage')
  const [used] = (await once(child, 'message')) as [{ micros: number; duplicates: number }]
  return used
}

async function load({ port, child, framework, work }: Candidate, seconds: number, requests: Requests) {
  const ofConnections = requests.values()
  const before = await usage(child)
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    setupClient: (client) => client.setRequests([...(ofConnections.next().value ?? [])]),
  })
  const after = await usage(child)
  const faults = result.non2xx + result.errors + after.duplicates
  if (faults > 0) throw new Error(`${framework}, ${work}: ${result.non2xx} not 2xx, ${after.duplicates} repeated`)
  const cpu = (after.micros - before.micros) / result.requests.total
  return { rate: result.requests.total / result.duration, cpu, p99: result.latency.p99 }
}

const running: Candidate[] = []
const warmUp = sealRound(2 * rounds)
for (const candidate of candidates) {
  const started = await start(candidate)
  running.push(started)
  await load(started, warmUpSeconds, warmUp)
}
for (let round = 0; round < rounds; round++) {
  const [before, requests] = [sealRound(2 * round), sealRound(2 * round + 1)]
  for (const candidate of running) {
    await load(candidate, againSeconds, before)
    const { rate, cpu, p99 } = await load(candidate, roundSeconds, requests)
    candidate.rates.push(rate)
    candidate.cpu.push(cpu)
    candidate.p99.push(p99)
  }
}
for (const { child } of running) child.disconnect()

function figures(framework: FrameworkName, work: WorkName | 'adapter') {
  const found = running.find((candidate) => candidate.framework === framework && candidate.work === work)
  if (!found) throw new Error(`no ${framework}, ${work}`)
  return { rate: median(found.rates), cpu: median(found.cpu), p99: median(found.p99) }
}

const rows = running.map(({ framework, work }): Row => {
  const { rate, cpu, p99 } = figures(framework, work)
  return { name: `${framework}, ${work}`, 'requests/s': rate, 'p99 ms': p99, 'CPU µs/push': cpu }
})
const targets = frameworkNames.flatMap((framework): Target[] => {
  const [limit, byHand, adapter] = (['limit', 'by hand', 'adapter'] as const).map((work) => figures(framework, work))
  if (!limit || !byHand || !adapter) return []
  return [
    { text: `${framework}: CPU µs a push over by hand`, value: adapter.cpu - byHand.cpu, target: 10, kind: 'most' },
    { text: `${framework}: requests/s against by hand`, value: adapter.rate / byHand.rate, target: 0.9, kind: 'least' },
    {
      text: `${framework}: requests/s against the limit`,
      value: adapter.rate / limit.rate,
      target: 0.75,
      kind: 'least',
    },
    // Stricter: the client's time, which softens a ratio of rates, is not in them.
    { text: `${framework}: by CPU time against by hand`, value: byHand.cpu / adapter.cpu, target: 0.9, kind: 'least' },
    {
      text: `${framework}: by CPU time against the limit`,
      value: limit.cpu / adapter.cpu,
      target: 0.75,
      kind: 'least',
    },
  ]
})
const [express, easywechat] = [figures('Express', 'adapter'), figures('Express', 'node-easywechat')]
print({
  title: `http: ${connections} connections, median of ${rounds} rounds of ${roundSeconds} s, a 750-byte registration push${isPinned ? ', all on one core' : ''}`,
  rows,
  targets: [
    ...targets,
    {
      text: 'Express: requests/s against node-easywechat',
      value: express.rate / easywechat.rate,
      target: 2.5,
      kind: 'least',
    },
  ],
})
