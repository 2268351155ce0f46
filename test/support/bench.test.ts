import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { machine } from '../bench/report'
import { runBenchmarks } from '../bench/runner'

const report = { machine: 'told once for all', title: 'a title', rows: [], targets: [{ text: 't', met: false }] }
/** A program of its own, which may be given options. */
const program = (code: string) => ['-e', code, '--']
const benchmarks = {
  works: { name: 'works', args: program(`console.log(${JSON.stringify(JSON.stringify(report))})`) },
  throws: { name: 'throws', args: program('console.log("{}"); process.exit(3)') },
  isKilled: { name: 'is-killed', args: program('process.kill(process.pid, "SIGKILL")') },
  babbles: { name: 'babbles', args: program('console.log("{}\\n{}")') },
}

function run(names: readonly (keyof typeof benchmarks)[], isJson: boolean) {
  let text = ''
  const ok = runBenchmarks(
    names.map((name) => benchmarks[name]),
    isJson,
    (more) => {
      text += more
    },
  )
  return { ok, text }
}

test('as JSON all benchmarks are one document with the machine, and an unmet target is no failure', () => {
  const { ok, text } = run(['works', 'works'], true)
  const { machine: _, ...rest } = report
  expect(ok).toBe(true)
  expect(JSON.parse(text)).toEqual({
    machine: expect.stringContaining(`Node ${process.version}`),
    benchmarks: [
      { name: 'works', ...rest },
      { name: 'works', ...rest },
    ],
  })
})

test.each(['throws', 'isKilled', 'babbles'] as const)('one that %s is a failure, and the others are told', (name) => {
  const { ok, text } = run([name, 'works'], true)
  expect(ok).toBe(false)
  expect(JSON.parse(text).benchmarks).toEqual([
    { name: benchmarks[name].name, error: expect.stringMatching(/ended with (3|SIGKILL)|one JSON document/) },
    expect.objectContaining({ title: 'a title' }),
  ])
})

test('as text the machine stands first, and a failure is told where its table would be', () => {
  const { ok, text } = run(['throws', 'works'], false)
  expect(ok).toBe(false)
  expect(text.split('\n')[0]?.replace(/, load.*/, '')).toBe(machine().replace(/, load.*/, ''))
  expect(text).toContain('throws: FAILED, ended with 3')
})

test('every benchmark is in the list', () => {
  const folder = new URL('../bench/', import.meta.url)
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
  const printing = readdirSync(folder).filter((name) => name.endsWith('.ts') && /^print\(/m.test(read(name)))
  const list = /= \{\n([\s\S]*?)\n\}/.exec(read('run.ts'))?.[1] ?? ''
  const listed = [...list.matchAll(/^ {2}'?([\w-]+)'?: \[/gm)].map(([, name]) => `${name}.ts`)
  expect(listed.sort()).toEqual(printing.sort())
})
