// Compiles better-sqlite3 for this Node when it is not yet (a minute or more), then runs the storage's contract over it.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const shell = process.platform === 'win32'

function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell, ...options })
  if (status !== 0) process.exit(status ?? 1)
}

if (!process.version.startsWith('v20.')) {
  console.log(`better-sqlite3 12 is tested on Node 20, this is ${process.version}: nothing is run`)
  process.exit(0)
}
const directory = realpathSync(new URL('../test/node_modules/better-sqlite3', import.meta.url))
if (!existsSync(`${directory}/build/Release/better_sqlite3.node`)) {
  run('npm', ['run', 'build-release'], { cwd: directory })
}
run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/sqlite/better-sqlite3.test.ts'], {
  cwd: root,
  env: { ...process.env, WEHOOK_BETTER_SQLITE3: '1' },
})
