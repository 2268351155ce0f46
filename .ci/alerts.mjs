// Alert rules and dashboard of @wehook/opentelemetry, checked with Prometheus' own promtool: from the PATH, or from Debian's package, which
// is unpacked and not installed, so that no service starts. Without it the lane is skipped and says so; with CI=true it fails.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './pnpm.mjs'

const folder = join(root, 'packages/opentelemetry')

function run(command, args, options = {}) {
  return spawnSync(command, args, { encoding: 'utf8', ...options })
}

function findPromtool() {
  if (run('promtool', ['--version']).status === 0) return 'promtool'
  const cache = join(root, 'node_modules/.cache/promtool')
  const unpacked = join(cache, 'usr/bin/promtool')
  if (existsSync(unpacked)) return unpacked
  mkdirSync(cache, { recursive: true })
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['download', 'prometheus'], { cwd: cache })
  const file = readdirSync(cache).find((name) => name.endsWith('.deb'))
  if (file) run('dpkg', ['-x', file, '.'], { cwd: cache })
  return existsSync(unpacked) ? unpacked : undefined
}

/** Each query of the dashboard as a recording rule: Grafana has no check of its own. */
function dashboardRules() {
  const { panels } = JSON.parse(readFileSync(join(folder, 'grafana/dashboard.json'), 'utf8'))
  const rules = panels.flatMap(({ id, targets }) =>
    targets.map(({ refId, expr }) => ({
      record: `dashboard:panel_${id}:${refId}`,
      expr: expr.replaceAll('$__rate_interval', '5m'),
    })),
  )
  const file = join(mkdtempSync(join(tmpdir(), 'wehook-dashboard-')), 'rules.yml')
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
  return { file, count: rules.length }
}

const promtool = findPromtool()
if (!promtool) {
  console.warn('skipped: promtool is not to be had here (Debian: apt-get install prometheus)')
  process.exit(process.env.CI === 'true' ? 1 : 0)
}
const dashboard = dashboardRules()
const steps = [
  ['check', 'rules', 'prometheus/alerts.yml'],
  ['test', 'rules', 'prometheus/alerts.test.yml'],
  ['check', 'rules', dashboard.file],
]
let failed = 0
for (const args of steps) {
  const { status, stdout, stderr } = run(promtool, args, { cwd: folder })
  if (status !== 0) failed += 1
  console.log(`promtool ${args.slice(0, 2).join(' ')}: ${status === 0 ? 'ok' : `FAILED\n${stdout}${stderr}`}`)
}
console.log(`${dashboard.count} queries of the dashboard`)
console.log(`${steps.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
