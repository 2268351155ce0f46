// The console in a real Chromium: Debian's package, installed where that is possible. Without a browser the lane is skipped and says so; with
// CI=true it fails. CHROMIUM names another executable; SCREENSHOTS=folder keeps a picture of every page.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pnpm.mjs'

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
// Chinese text needs a font, or it is drawn as boxes.
const packages = ['chromium', 'fonts-wqy-microhei']

function install() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' })
  spawnSync('apt-get', ['install', '-qq', '--yes', '--no-install-recommends', ...packages], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

if (!existsSync(chromium)) install()
if (!existsSync(chromium)) {
  console.warn(`skipped: there is no ${chromium} (Debian: apt-get install ${packages.join(' ')})`)
  process.exit(process.env.CI === 'true' ? 1 : 0)
}
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'test/browser/vitest.config.ts'], {
  cwd: root,
  env: { ...process.env, CHROMIUM: chromium },
  stdio: 'inherit',
})
process.exit(status ?? 1)
