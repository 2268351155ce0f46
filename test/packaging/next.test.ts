import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '../readme/run'

const folder = mkdtempSync(join(tmpdir(), 'wehook-next-'))
const env = {
  ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], NEXT_TELEMETRY_DISABLED: '1', CI: '1' },
  ...{ WEHOOK_DB: join(folder, 'wehook.db') },
  ...{ WX_APPID: 'wx0123456789abcdef', WX_TOKEN: 'a-token-of-your-own', WX_AES_KEY: 'a'.repeat(43) },
}
const platform = 'const { WX_APPID: componentAppId, WX_TOKEN: token, WX_AES_KEY: encodingAesKey } = process.env\n'

/** Programs that run beside the app, with the packages that it has installed. */
const programs = {
  'store.mjs': `import { createReceiver } from '@wehook/core'
    import { sqliteStorage } from '@wehook/sqlite'
    import { deliver, samples, sealPush } from '@wehook/testing'
    ${platform}
    const storage = sqliteStorage({ file: process.env.WEHOOK_DB })
    const receiver = createReceiver({ componentAppId, token, encodingAesKey, inbox: storage.inbox, logger: false })
    const push = sealPush({ componentAppId, token, encodingAesKey }, samples.notify_third_fasteregister.succeeded)
    console.log((await deliver(receiver, push)).body)
    await receiver.close()
    await storage.close()`,
  'pending.mjs': `import { sqliteStorage } from '@wehook/sqlite'
    const storage = sqliteStorage({ file: process.env.WEHOOK_DB })
    console.log((await storage.inbox.counts()).pending)
    await storage.close()`,
  'push.mjs': `import { samples, sealPush } from '@wehook/testing'
    ${platform}
    const push = sealPush({ componentAppId, token, encodingAesKey }, samples.notify_third_fasteregister.timedOut)
    const response = await fetch(push.url(process.argv[2]), { method: 'POST', headers: push.headers, body: push.body })
    console.log(response.status, await response.text())`,
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, env, encoding: 'utf8' })
}

/** examples/next is no part of the workspace: it is installed here, from the packed tarballs. */
beforeAll(() => {
  cpSync(fileURLToPath(new URL('../../examples/next', import.meta.url)), folder, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const tarballs = Object.entries(inject('tarballs')).map(([name, path]) => [name, `file:${path}`] as const)
  const overrides = Object.fromEntries(tarballs)
  const needed = ['@wehook/core', '@wehook/sqlite', '@wehook/testing']
  const dependencies = Object.fromEntries(tarballs.filter(([name]) => needed.includes(name)))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...dependencies }, overrides }),
  )
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text)
  run('npm', 'install', '--no-audit', '--no-fund', '--loglevel=error')
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('next build delivers nothing, and the built server delivers before its first request', async () => {
  expect(run('node', 'store.mjs')).toBe('success\n')
  run('npx', 'next', 'build')
  expect(run('node', 'pending.mjs')).toBe('1\n')

  const port = await freePort()
  const server = spawn('node', ['.next/standalone/server.js'], {
    cwd: folder,
    env: { ...env, PORT: String(port), HOSTNAME: '127.0.0.1' },
  })
  onTestFinished(() => void server.kill('SIGKILL'))
  await expect.poll(() => run('node', 'pending.mjs'), { timeout: 30_000, interval: 500 }).toBe('0\n')

  const base = `http://127.0.0.1:${port}`
  const merchants = async () => (await fetch(`${base}/merchants`)).json()
  await expect.poll(merchants, { timeout: 30_000, interval: 500 }).toEqual([expect.stringMatching(/^wx/)])
  expect(run('node', 'push.mjs', `${base}/wechat/authorization`)).toBe('200 success\n')
  await expect.poll(merchants, { timeout: 30_000 }).toHaveLength(2)
}, 300_000)
