import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Runs the cases whose file name contains `filter` and gives the last line of the output and the exit code. */
function closing(filter: string): { readonly line: string | undefined; readonly status: number | null } {
  const vitest = fileURLToPath(new URL('./vitest.mjs', import.meta.resolve('vitest/package.json')))
  const config = fileURLToPath(new URL('./closing-line-cases/vitest.config.ts', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [vitest, 'run', '--config', config, filter], {
    encoding: 'utf8',
  })
  return { line: stdout.trimEnd().split('\n').at(-1), status }
}

test('a run in which everything passes closes with no failures', { timeout: 120_000 }, () => {
  expect(closing('passes')).toEqual({ line: '1 passed, 0 failed', status: 0 })
})

test('a failed test, a file that cannot load, a failed hook, a stray rejection and a wrong type count as one failure each', {
  timeout: 120_000,
}, () => {
  expect(closing('case')).toEqual({ line: '4 passed, 5 failed, 3 skipped', status: 1 })
})
