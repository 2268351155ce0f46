import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { newFolder } from './project'

test('every TypeScript block passes a strict type check', () => {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
  const run = () => execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: newFolder(), encoding: 'utf8' })
  let output = ''
  try {
    output = run()
  } catch (error) {
    output = (error as { readonly stdout: string }).stdout
  }
  expect(output).toBe('')
}, 120_000)
