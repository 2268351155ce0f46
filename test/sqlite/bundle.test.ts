import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeArguments, root } from '../support/child.js'

/** What an app does with the storage, printed as JSON. */
const app = `
  import { sqliteStorage } from '@wehook/sqlite'
  import { dirname, join } from 'node:path'
  const file = join(dirname(process.argv[1]), 'data', 'wehook.db')
  const attempt = (options) => {
    try {
      sqliteStorage({ file, ...options }).close()
      return 'opened'
    } catch (error) {
      return { code: error.code, message: error.message, hint: error.hint }
    }
  }
  const ownDriver = () => {
    throw Object.assign(new Error('asked'), { code: 'OWN_DRIVER' })
  }
  console.log(JSON.stringify([attempt({}), attempt({ open: ownDriver })]))
`

/** Bundles the app into one file and runs it in `directory`. */
async function runBundle(directory: string, format: 'esm' | 'cjs'): Promise<readonly unknown[]> {
  mkdirSync(directory, { recursive: true })
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const outfile = join(directory, format === 'esm' ? 'app.mjs' : 'app.cjs')
  await build({
    stdin: { contents: app, resolveDir: join(root, 'test') },
    bundle: true,
    platform: 'node',
    format,
    outfile,
    conditions: ['@wehook/source'],
    logLevel: 'error',
  })
  // NODE_PATH would lead to the libsql of this repository.
  const { NODE_PATH: _, ...env } = process.env
  return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8', env })) as unknown[]
}

const ownDriverAsked = { code: 'ERR_INBOX_UNAVAILABLE', message: expect.stringContaining('OWN_DRIVER') }

describe.each(['esm', 'cjs'] as const)('a bundle of one file (%s)', (format) => {
  it('works with libsql installed beside it', async () => {
    const directory = mkdtempSync(join(root, 'test', 'node_modules', '.bundle-'))
    expect(await runBundle(directory, format)).toEqual(['opened', expect.objectContaining(ownDriverAsked)])
  })

  it('without libsql takes a driver of its own, and says for which platform libsql is missing', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wehook-bundle-'))
    expect(await runBundle(directory, format)).toEqual([
      expect.objectContaining({
        code: 'ERR_OPTIONS_INVALID',
        message: expect.stringContaining(`${process.platform}-${process.arch}`),
        hint: expect.stringContaining('`open`'),
      }),
      expect.objectContaining(ownDriverAsked),
    ])
  })
})

describe('a program that node was given by -e', () => {
  it('makes a backup, whose worker does not take the flags of the program', () => {
    const directory = mkdtempSync(join(tmpdir(), 'wehook-backup-'))
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
    const program = `
      import { sqliteStorage } from '@wehook/sqlite'
      const storage = sqliteStorage({ file: ${JSON.stringify(join(directory, 'wehook.db'))} })
      await storage.backup(${JSON.stringify(join(directory, 'backup.db'))})
      await storage.close()
      console.log('done')`
    const args = [...nodeArguments, '--input-type=module', '-e', program]
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: join(root, 'test') })).toBe('done\n')
  })
})
