import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Runs the cases whose file name contains `filter` and gives the tests named at the end, the last line of the output and the exit code. */
function closing(filter: string) {
  const vitest = fileURLToPath(new URL('./vitest.mjs', import.meta.resolve('vitest/package.json')))
  const config = fileURLToPath(new URL('./closing-line-cases/vitest.config.ts', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, filter], {
    encoding: 'utf8',
  })
  const lines = stdout.trimEnd().split('\n')
  return {
    named: lines.filter((line) => /^(failed|passed on the second try): /.test(line)),
    line: lines.at(-1),
    status,
  }
}

test('a run in which everything passes closes with no failures', { timeout: 120_000 }, () => {
  expect(closing('passes')).toEqual({ named: [], line: '1 passed, 0 failed', status: 0 })
})

test('a failed test, a file that cannot load, a failed hook, a stray rejection and a wrong type count as one failure each', {
  timeout: 120_000,
}, () => {
  expect(closing('case')).toMatchObject({ line: '5 passed, 5 failed, 3 skipped', status: 1 })
})

test('tests that failed, files that cannot load and tests that needed a second try are named before the last line', {
  timeout: 120_000,
}, () => {
  expect(closing('fails').named).toEqual(['failed: fails.case.ts > fails'])
  expect(closing('cannot-load').named).toEqual(['failed: cannot-load.case.ts'])
  expect(closing('second-try')).toEqual({
    named: ['passed on the second try: second-try.case.ts > passes on the second try'],
    line: '1 passed, 0 failed',
    status: 0,
  })
})
