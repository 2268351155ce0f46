import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../readme/run'
import { type InstalledApp, installApp } from './installed-app'

const example = fileURLToPath(new URL('../../examples/next', import.meta.url))
const files = Object.fromEntries(
  readdirSync(example, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(example, name)).isFile() && !/^(\.next|node_modules)\b/.test(name))
    .map((name) => [name, readFileSync(join(example, name), 'utf8')] as const),
)

/** Programs that run beside the app, with the packages that it has installed. */
const programs = {
  'store.mjs': `import { createReceiver } from '@wehook/core'
    import { sqliteStorage } from '@wehook/sqlite'
    import { deliver, samples, sealPush } from '@wehook/testing'
    const { WX_APPID: componentAppId, WX_TOKEN: token, WX_AES_KEY: encodingAesKey, WEHOOK_DB } = process.env
    const storage = sqliteStorage({ file: WEHOOK_DB })
    const receiver = createReceiver({ componentAppId, token, encodingAesKey, inbox: storage.inbox, logger: false })
    const push = sealPush({ componentAppId, token, encodingAesKey }, samples.notify_third_fasteregister.succeeded)
    console.log((await deliver(receiver, push)).body)
    await receiver.close()
    await storage.close()`,
  'pending.mjs': `import { sqliteStorage } from '@wehook/sqlite'
    const storage = sqliteStorage({ file: process.env.WEHOOK_DB })
    console.log((await storage.inbox.counts()).pending)
    await storage.close()`,
}

let app: InstalledApp
beforeAll(() => {
  app = installApp({ ...files, ...programs }, JSON.parse(files['package.json'] ?? '{}'))
}, 300_000)
afterAll(() => app.remove())

test('next build delivers nothing, and the built server delivers before its first request', async () => {
  expect(app.run('node', 'store.mjs')).toBe('success\n')
  app.run('npx', 'next', 'build')
  expect(app.run('node', 'pending.mjs')).toBe('1\n')

  const port = await freePort()
  const server = spawn('node', ['.next/standalone/server.js'], {
    cwd: app.folder,
    env: { ...app.env, PORT: String(port), HOSTNAME: '127.0.0.1' },
  })
  onTestFinished(() => void server.kill('SIGKILL'))
  await expect.poll(() => app.run('node', 'pending.mjs'), { timeout: 30_000, interval: 500 }).toBe('0\n')

  const base = `http://127.0.0.1:${port}`
  const merchants = async () => (await fetch(`${base}/merchants`)).json()
  await expect.poll(merchants, { timeout: 30_000, interval: 500 }).toEqual([expect.stringMatching(/^wx/)])
  expect(app.push(`${base}/wechat/authorization`, 'notify_third_fasteregister', 'timedOut')).toBe('200 success\n')
  await expect.poll(merchants, { timeout: 30_000 }).toHaveLength(2)
}, 300_000)
