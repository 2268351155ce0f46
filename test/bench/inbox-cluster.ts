import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@wehook/sqlite'
import { runCluster } from '../support/cluster.js'
import { ticketPush } from '../support/push-server.js'
import { print } from './report.js'

// Four processes on one file under load: how long the event loop of each is held up.
//   --pushes=4000  --concurrency=64  --json
const option = (name: string, fallback: number) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? fallback)
const count = option('pushes', 4_000)
const directory = mkdtempSync(join(tmpdir(), 'wehook-bench-'))
const file = join(directory, 'wehook.db')
const storage = sqliteStorage({ file })
const pushes = Array.from({ length: count }, (_, n) => ticketPush(`ticket-${n}`))
const { answers, acceptedMs, handledMs, reports } = await runCluster(
  file,
  storage.inbox,
  4,
  pushes,
  option('concurrency', 64),
)
const failed = answers.filter((answer) => answer !== '200 success').length
const { handled } = await storage.inbox.counts()
await storage.close()
rmSync(directory, { recursive: true })

print({
  title: `Four processes on one file: ${count} pushes, accepted in ${Math.round(acceptedMs)} ms, all handled after ${Math.round(handledMs)} ms`,
  rows: reports.map((report, n) => ({
    name: `process ${n + 1}`,
    handled: report.handled.length,
    'loop delay p99 ms': report.delayP99Ms,
    'max ms': report.delayMaxMs,
  })),
  targets: [
    {
      text: 'loop delay p99 of the worst, ms',
      value: Math.max(...reports.map(({ delayP99Ms }) => delayP99Ms)),
      target: 50,
      kind: 'most',
    },
    { text: 'pushes that failed', value: failed, target: 0, kind: 'most' },
    { text: 'handled / sent', value: handled / count, target: 1, kind: 'least' },
  ],
})
