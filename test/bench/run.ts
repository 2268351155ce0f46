import { fileURLToPath } from 'node:url'
import { runBenchmarks } from './runner.js'

// All benchmarks, or those that are named; `--json` prints one document. Exit code 1 when one did not run to its end.
const all: Readonly<Record<string, readonly string[]>> = {
  decode: [],
  hostile: [],
  messages: [],
  http: [],
  inbox: [],
  redis: [],
  sql: [],
  tasks: [],
  'inbox-cluster': [],
  stored: [],
  console: [],
  memory: ['--expose-gc'],
  flood: [],
  strangers: [],
  'cold-start': [],
}
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
if (flags.includes('--help')) {
  console.log(`npm run bench -- [${Object.keys(all).join(' | ')}] … [--json]; the options of one are in its file`)
  process.exit(0)
}
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = named.find((name) => !Object.hasOwn(all, name))
if (unknown !== undefined) {
  console.error(`there is no benchmark ${unknown}; there are ${Object.keys(all).join(', ')}`)
  process.exit(2)
}
const benchmarks = Object.entries(all)
  .filter(([name]) => named.length === 0 || named.includes(name))
  .map(([name, nodeFlags]) => {
    const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
    const own = flags.filter((flag) => flag !== '--json')
    return { name, args: [...nodeFlags, '--conditions=@wehook/source', '--import', 'tsx', file, ...own] }
  })
process.exitCode = runBenchmarks(benchmarks, flags.includes('--json')) ? 0 : 1
