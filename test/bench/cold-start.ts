import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from './measure.js'
import { options } from './push.js'
import { print } from './report.js'

// Whole processes, on the build: what a function or a command line pays before its first push.
const built = fileURLToPath(new URL('../../packages/core/dist/index.js', import.meta.url))
if (!existsSync(built)) throw new Error('build first: npm run build')

const cases = {
  nothing: ['-e', '0'],
  core: [
    '--input-type=module',
    '-e',
    `const { createReceiver } = await import(${JSON.stringify(built)}); createReceiver(${JSON.stringify({ ...options, logger: false })})`,
  ],
}
const times: Record<keyof typeof cases, number[]> = { nothing: [], core: [] }
for (let round = 0; round < 21; round++) {
  for (const name of ['nothing', 'core'] as const) {
    const startedAt = performance.now()
    const { status, stderr } = spawnSync(process.execPath, cases[name])
    if (status !== 0) throw new Error(String(stderr))
    times[name].push(performance.now() - startedAt)
  }
}
const [nothing, core] = [median(times.nothing), median(times.core)]
print({
  title: 'cold start: whole processes, median of 21',
  rows: [
    { name: 'node -e 0', ms: nothing },
    { name: "import('@wehook/core') and createReceiver", ms: core },
  ],
  targets: [{ text: 'over node -e 0, ms', value: core - nothing, target: 60, kind: 'most' }],
})
