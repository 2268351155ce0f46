import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { blocksOf, filesOf, readDocument } from '../readme/blocks'
import { freePort } from '../readme/run'

const tarballs = inject('tarballs')

/** What npm run told its own child; an npm in another folder must not hear it. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|config_local_prefix)|INIT_CWD|WX_)/.test(name),
  ),
)

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-stranger-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function shell(line: string, cwd: string): string {
  return execFileSync('sh', ['-c', line], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Packages of ours that others of ours need: the registry would bring them along. */
const needs: Readonly<Record<string, readonly string[]>> = {
  wehook: ['@wehook/simulator'],
  '@wehook/sqlite': ['@wehook/storage'],
}

/** The command with tarballs where it has names. */
function fromTarballs(command: string): string {
  const words = command.split(' ').flatMap((word) => [word, ...(needs[word] ?? [])])
  return words.map((word) => tarballs[word] ?? word).join(' ')
}

// The limit is the acceptance: from nothing to a typed event in under five minutes.
test('a stranger with the README and an empty folder gets to a typed event in an own Express app', async () => {
  const section = readDocument('README.md').split('\n## In your own app\n')[1]?.split('\n## ')[0] ?? ''
  const blocks = blocksOf(section)
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code.trim())
  const [install = '', start = '', push = ''] = commands
  expect(commands).toHaveLength(3)
  const folder = emptyFolder()

  for (const line of install.split('\n')) shell(fromTarballs(line), folder)
  for (const [name, text] of Object.entries(filesOf(blocks))) writeFileSync(join(folder, name), text)

  const port = await freePort()
  const [program = '', ...args] = start.split(' ')
  const app = spawn(program, args, { cwd: folder, env: { ...env, PORT: String(port) }, detached: true })
  onTestFinished(() => {
    // npx has children of its own: the whole group goes.
    if (app.pid !== undefined) process.kill(-app.pid, 'SIGKILL')
  })
  // On standard error npm warns of what stands in this machine's own configuration.
  let printed = ''
  app.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
  await expect.poll(isUp, { timeout: 60_000, interval: 200 }).toBe(true)

  for (const line of push.split('\n')) expect(shell(line.replace(':3000', `:${port}`), folder)).toContain('200 success')
  const promised = blocks.find(({ language }) => language === 'text')?.code
  await expect.poll(() => printed, { timeout: 10_000 }).toBe(promised)
}, 300_000)

test('the command starts through npx from its tarball, with nothing installed', () => {
  const packages = ['wehook', '@wehook/core', '@wehook/simulator'].map((name) => `--package=${tarballs[name]}`)
  const folder = emptyFolder()
  const run = (args: string) => shell(`npx --yes ${packages.join(' ')} -- wehook ${args}`, folder)
  expect(run('--version').trim()).toMatch(/^\d+\.\d+\.\d+/)
  expect(run('push --help')).toContain('wehook push <InfoType> <url>')
  expect(JSON.parse(run('push --list --json'))).toHaveProperty('notify_third_fasteregister')
}, 300_000)
