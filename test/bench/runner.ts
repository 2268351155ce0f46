import { spawnSync } from 'node:child_process'
import { machine } from './report.js'

/** A benchmark by what Node is started with; it ends with `print` of report.ts. */
export interface Benchmark {
  readonly name: string
  readonly args: readonly string[]
}

/**
 * Runs each in a process of its own, one after the other. Tables as they come, or with `isJson` one document at the end:
 * `{ machine, benchmarks: [{ name, title, rows, targets } | { name, error }] }`.
 *
 * @returns whether all of them ran to their end; a target that is not met is a result like another.
 */
export function runBenchmarks(
  benchmarks: readonly Benchmark[],
  isJson: boolean,
  write: (text: string) => void = (text) => process.stdout.write(text),
): boolean {
  if (!isJson) write(`${machine()}\n`)
  const results = benchmarks.map((benchmark) => runOne(benchmark, isJson, write))
  if (isJson) write(`${JSON.stringify({ machine: machine(), benchmarks: results })}\n`)
  return results.every((result) => !('error' in result))
}

function runOne({ name, args }: Benchmark, isJson: boolean, write: (text: string) => void): object {
  if (isJson && process.stderr.isTTY) process.stderr.write(`${name} …\n`)
  const { status, signal, stdout } = spawnSync(process.execPath, [...args, ...(isJson ? ['--json'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (!isJson) write(stdout)
  if (status !== 0) return failed(name, `ended with ${signal ?? status}`, isJson, write)
  if (!isJson) return { name }
  try {
    const { machine: _, ...report } = JSON.parse(stdout)
    return { name, ...report }
  } catch {
    return failed(name, 'printed something else than one JSON document', isJson, write)
  }
}

function failed(name: string, error: string, isJson: boolean, write: (text: string) => void): object {
  if (!isJson) write(`\n${name}: FAILED, ${error}\n`)
  return { name, error }
}
