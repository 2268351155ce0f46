import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Load, loadServer } from './inbox-load.js'
import { claimP50Ms, fillStorage, rawInserts } from './inbox-store.js'
import { median } from './measure.js'
import { print, type Row, type Target } from './report.js'

// Durable accepts through Express against the same adapter without an inbox and against plain grouped inserts, and what a million
// stored entries cost. Rounds alternate, so that whatever else the machine does falls on each alike.
//   --rounds=3  --pushes=4000  --stored=1000000  --json
const option = (name: string, fallback: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const rounds = option('rounds', 3)
const pushes = option('pushes', 4_000)
const stored = option('stored', 1_000_000)

const directory = mkdtempSync(join(tmpdir(), 'wehook-bench-'))
let files = 0
const newFile = () => join(directory, `${files++}.db`)

async function medianLoad(runs: readonly (() => Promise<Load>)[]): Promise<Load[]> {
  const loads: Load[][] = runs.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, run] of runs.entries()) loads[n]?.push(await run())
  }
  const of = (list: readonly Load[], key: keyof Load) => median(list.map((load) => load[key]))
  return loads.map((list) => ({
    perSecond: of(list, 'perSecond'),
    p50Ms: of(list, 'p50Ms'),
    p99Ms: of(list, 'p99Ms'),
    failed: list.reduce((sum, { failed }) => sum + failed, 0),
  }))
}

const rows: Row[] = []
const targets: Target[] = []
const row = (name: string, load: Load) => rows.push({ name, ...load })

for (const concurrency of [1, 16, 128]) {
  const count = concurrency === 1 ? Math.ceil(pushes / 4) : pushes
  const [none, durable] = (await medianLoad([
    () => loadServer('none', '', concurrency, count),
    () => loadServer('durable', newFile(), concurrency, count),
  ])) as [Load, Load]
  row(`no inbox, ${concurrency} at once`, none)
  row(`durable, ${concurrency} at once`, durable)
  const raw = median(Array.from({ length: rounds }, () => rawInserts(newFile(), concurrency, count)))
  rows.push({ name: `plain inserts, ${concurrency} a commit`, perSecond: raw })
  if (concurrency === 128) {
    const share = durable.perSecond / none.perSecond
    targets.push({ text: 'durable / no inbox at 128', value: share, target: 0.5, kind: 'least' })
    targets.push({ text: 'durable p99 at 128, ms', value: durable.p99Ms, target: 100, kind: 'most' })
  }
}

const full = newFile()
await fillStorage(full, stored)
// A copy of a file that no connection has open is a whole database.
const copyOfFull = () => {
  const file = newFile()
  copyFileSync(full, file)
  // On disk before the clock runs, or the first fsync of the server would write it all.
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  return file
}
const [little, much] = (await medianLoad([
  () => loadServer('durable', newFile(), 16, pushes),
  () => loadServer('durable', copyOfFull(), 16, pushes),
])) as [Load, Load]
row('durable, 16 at once, empty', little)
row(`durable, 16 at once, ${stored} stored`, much)
const claims: [number[], number[]] = [[], []]
for (let round = 0; round < rounds; round += 1) {
  claims[0].push(await claimP50Ms(newFile(), 1_000))
  claims[1].push(await claimP50Ms(copyOfFull(), 1_000))
}
const [claimLittle, claimMuch] = claims.map(median) as [number, number]
rows.push({ name: 'claim, empty', p50Ms: claimLittle }, { name: `claim, ${stored} stored`, p50Ms: claimMuch })
targets.push({ text: 'put p50, stored / empty', value: much.p50Ms / little.p50Ms, target: 1.2, kind: 'most' })
targets.push({ text: 'claim p50, stored / empty', value: claimMuch / claimLittle, target: 1.2, kind: 'most' })

rmSync(directory, { recursive: true })
print({ title: 'Durable accepts through Express', rows, targets })
