// Installs the workspace with the pinned pnpm, once per lockfile: only Node and npm are needed, and a second run costs nothing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const stamp = new URL('node_modules/.wehook-installed', root)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const wanted = createHash('sha256')
  .update(readFileSync(new URL('pnpm-lock.yaml', root)))
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const { status } = spawnSync(
    'npx',
    ['--yes', manifest.packageManager, 'install', '--frozen-lockfile', '--prefer-offline'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, wanted)
}
