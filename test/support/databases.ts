import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'

/** A name that no other test has. */
export function newName(): string {
  return `wehook_test_${randomBytes(6).toString('hex')}`
}

/** Says why a suite is skipped; with CI=true that is an error, for nobody would notice. */
export function missing(what: string, reason: string): undefined {
  if (process.env['CI'] === 'true') throw new Error(`${what} is needed with CI=true: ${reason}`)
  console.warn(`skipped: ${reason}`)
  return undefined
}

/** Whether the program can be started. */
export function canRun(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}
