import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { machine } from './report.js'

// All benchmarks, or those named: each in a process of its own. `--json`: a line of JSON for each.
const all: Readonly<Record<string, readonly string[]>> = {
  decode: [],
  hostile: [],
  http: [],
  inbox: [],
  memory: ['--expose-gc'],
  flood: [],
  'cold-start': [],
}
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const name of named) {
  if (!Object.hasOwn(all, name)) throw new Error(`no benchmark ${name}; there are ${Object.keys(all).join(', ')}`)
}
if (!flags.includes('--json')) process.stdout.write(`${machine()}\n`)
for (const [name, nodeFlags] of Object.entries(all)) {
  if (named.length > 0 && !named.includes(name)) continue
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const args = [...nodeFlags, '--conditions=@wehook/source', '--import', 'tsx', file, ...flags]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
