import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Inbox } from '@wehook/core/storage'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { samples, sealPush } from '@wehook/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runWehook } from 'wehook'
import { createTerminal } from './io'

const platform = {
  componentAppId: 'wxc0c0c0c0c0c0c0c0',
  token: 't',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

interface Opened {
  readonly inbox: Inbox
  readonly words: readonly string[]
  close(): Promise<void>
}

function createFile(): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'wehook.db')
  return { ...sqliteStorage({ file }), words: [file] }
}

function createRedis(): Opened {
  const url = 'redis://127.0.0.1:6379'
  const prefix = `{wehook-cli-${process.pid}-${performance.now()}}`
  return {
    ...redisStorage({ connection: url, prefix, allowVolatile: true, warn: () => {} }),
    words: [url, '--prefix', prefix],
  }
}

/** Two dead entries and a handled one. */
async function fill(inbox: Inbox): Promise<void> {
  const entries = [samples.notify_third_fasteregister.failed, samples.authorized.typical, samples.unauthorized.typical]
  for (const [index, fields] of entries.entries()) {
    const { xml } = sealPush(platform, fields)
    const { infoType } = fields
    await inbox.put({
      id: `entry-${index}`,
      componentAppId: platform.componentAppId,
      receivedAt: 1_700_000_000_000 + index,
      xml,
      infoType,
    })
  }
  const fail = async () => {
    throw new Error('TypeError at shop.ts:1')
  }
  const consumer = await inbox.consume(async ({ id }) => (id === 'entry-2' ? 'handled' : fail()), {
    concurrency: 1,
    retryDelaysMs: [],
  })
  await expect.poll(async () => (await inbox.counts()).dead, { timeout: 15_000 }).toBe(2)
  await expect.poll(async () => (await inbox.counts()).handled, { timeout: 15_000 }).toBe(1)
  await consumer.close({ timeoutMs: 1000 })
}

async function run(...argv: readonly string[]) {
  const terminal = createTerminal()
  const code = await runWehook(['inbox', ...argv], terminal.io)
  return { code, lines: terminal.printed, text: terminal.printed.join('\n') }
}

describe.each([
  ['a SQLite file', createFile],
  ['Redis', createRedis],
])('wehook inbox on %s', (_, create) => {
  test('lists, shows, requeues and discards', async () => {
    const { inbox, words, close } = create()
    onTestFinished(close)
    await fill(inbox)

    const dead = await run('list', ...words, '--state', 'dead', '--newest')
    expect(dead.lines).toHaveLength(2)
    expect(dead.text).toMatch(/^entry-1 .* dead +authorized/m)
    const page = await run('list', ...words, '--limit', '2', '--json')
    expect(page.lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'entry-0' },
      { id: 'entry-1' },
      { next: expect.any(String) },
    ])
    expect(page.text).not.toContain('queryauthcode@@@0')
    expect((await run('list', ...words, '--type', 'unauthorized')).lines).toHaveLength(1)
    expect((await run('list', ...words, '--from', '2026-01-01')).text).toBe('no entry matches')

    const shown = await run('show', words[0] ?? '', 'entry-0', ...words.slice(1))
    expect(shown.text).toMatch(/state +dead/)
    expect(shown.text).toContain('notify_third_fasteregister')
    expect(shown.text).toMatch(/outcome +failed/)
    expect((await run('show', words[0] ?? '', 'none', ...words.slice(1))).code).toBe(1)

    expect(await run('requeue', words[0] ?? '', 'entry-0', 'none', ...words.slice(1))).toMatchObject({
      code: 1,
      lines: ['entry-0 requeued', expect.stringContaining('none does not exist')],
    })
    expect((await inbox.get('entry-0'))?.state).toBe('pending')

    const bulk = ['discard', ...words, '--all', '--state', 'dead'] as const
    expect((await run(...bulk)).text).toContain('1 match')
    expect((await inbox.get('entry-1'))?.state).toBe('dead')
    expect((await run(...bulk, '--yes')).text).toBe('1 discarded')
    expect((await inbox.get('entry-1'))?.state).toBe('discarded')
    expect((await run('discard', ...words, '--all', '--yes')).code).toBe(2)
  })
})

test('a storage that is not installed is named, and is not needed by other commands', async () => {
  const code = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(\`
      export function resolve(specifier, context, next) {
        if (specifier === '@wehook/redis') {
          throw Object.assign(new Error("Cannot find package '@wehook/redis'"), { code: 'ERR_MODULE_NOT_FOUND' })
        }
        return next(specifier, context)
      }\`))
    const { runWehook, processIo } = await import('wehook')
    console.log(await runWehook(['push', '--list', '--json'], { ...processIo(), out: () => {} }))
    console.log(await runWehook(['inbox', 'list', 'redis://127.0.0.1:1'], processIo()))`
  const args = ['--conditions=@wehook/source', '--import', 'tsx', '--input-type=module', '--eval', code]
  const cwd = join(import.meta.dirname, '..')
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd }, (_, stdout, stderr) => resolve({ stdout, stderr }))
  })
  expect(stdout).toBe('0\n2\n')
  expect(stderr).toContain('needs @wehook/redis, which is not installed: npm install wehook @wehook/redis')
})
