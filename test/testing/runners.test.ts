import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const example = fileURLToPath(new URL('../../examples/testing', import.meta.url))
const { resolve } = createRequire(`${example}/package.json`)

/** Runs Node as from a shell, without what the runner of these very tests has put into the environment. */
function run(cwd: string, ...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const { NODE_OPTIONS: _, VITEST: __, NODE_TEST_CONTEXT: ___, ...env } = process.env
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, env: { ...env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr })
    })
  })
}

describe('the kit works under', () => {
  it('vitest', async () => {
    const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
    const { code, output } = await run(root, vitest, 'run', '--typecheck.enabled=false', 'examples/testing/test')
    expect(output).toContain('5 passed, 0 failed')
    expect(code).toBe(0)
  }, 60_000)

  it('jest', async () => {
    const { code, output } = await run(example, resolve('jest/bin/jest'), '--config', 'jest/jest.config.cjs')
    expect(output).toMatch(/Tests: +2 passed, 2 total/)
    expect(code).toBe(0)
  }, 60_000)

  it('node:test', async () => {
    const { code, output } = await run(
      example,
      '--conditions=@wehook/source',
      '--import',
      'tsx',
      '--test',
      '--test-reporter=tap',
      'node-test/registration.test.ts',
    )
    expect(output).toMatch(/# pass 1\n# fail 0/)
    expect(code).toBe(0)
  }, 60_000)

  it('none in particular: its sources import no test runner', () => {
    const packages = fileURLToPath(new URL('../../packages', import.meta.url))
    const files = ['testing/src', 'simulator/src'].flatMap((folder) => {
      const names = readdirSync(`${packages}/${folder}`, { recursive: true, encoding: 'utf8' })
      return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`)
    })
    const imported = files.flatMap((name) => {
      return [...readFileSync(`${packages}/${name}`, 'utf8').matchAll(/from '([^.'][^']*)'/g)].map((match) => match[1])
    })
    expect(files.length).toBeGreaterThan(40)
    expect(imported.filter((name) => /^(vitest|@vitest|jest|@jest|mocha|node:test)/.test(name ?? ''))).toEqual([])
    expect(imported).toContain('@wehook/core')
  })
})

describe('the example', () => {
  it('shows a success and at least three failures in under 80 lines', () => {
    const text = readFileSync(`${example}/test/registrations.test.ts`, 'utf8')
    expect(text.split('\n').length).toBeLessThan(80)
    expect(text.match(/^ {2}it\(/gm)?.length).toBeGreaterThanOrEqual(4)
  })
})
