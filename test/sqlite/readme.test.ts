import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, relative } from 'node:path'
import { sqliteStorage } from '@wehook/sqlite'
import { sealPush } from '@wehook/testing'
import Libsql from 'libsql'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { type Child, root, startChild } from '../support/child.js'
import { platform as invented, post } from '../support/push-server.js'

const readme = readFileSync(new URL('../../packages/sqlite/README.md', import.meta.url), 'utf8')
const [server = '', handlers = '', order = '', operator = '', backup = ''] = [
  ...readme.matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code]) => code)

const platform = { ...invented, token: 'the-token' }

// Below test/, so that the code finds the packages that it imports.
const directory = mkdtempSync(join(root, 'test', '.readme-'))
const children: Child[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const push = (InfoType: 'authorized' | 'updateauthorized') =>
  sealPush(platform, {
    infoType: InfoType,
    AuthorizerAppid: 'wxaaaaaaaaaaaaaaaa',
    AuthorizationCode: 'queryauthcode@@@invented',
    AuthorizationCodeExpiredTime: 1_795_000_000,
    PreAuthCode: 'preauthcode@@@invented',
  })

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { readonly port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Runs README code as a program, in the directory of the test. */
async function start(name: string, ...code: readonly string[]) {
  const file = join(directory, `${name}.db`)
  const port = await freePort()
  const path = join(directory, `${name}.ts`)
  const text = code.join('\n').replace("'shop.db'", JSON.stringify(join(directory, 'shop.db')))
  writeFileSync(path, text)
  const child = startChild(relative(root, path), [], ['env', `PORT=${port}`, `WEHOOK_DB=${file}`])
  children.push(child)
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${url}/ready`)).status).toBe(200), 15_000)
  return { child, file, url: `${url}/wechat/authorization` }
}

describe('the README’s code', { timeout: 60_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves, is ready, and on %s ends with nothing left behind',
    async (signal) => {
      const { child, file, url } = await start(`server-${signal}`, server)
      expect(await post(url, push('authorized'))).toBe('200 success')
      expect(await child.line('authorized')).toBe('authorized wxaaaaaaaaaaaaaaaa 1')
      child.process.kill(signal)
      expect(await child.ended).toEqual({ code: 0, signal: null })
      const storage = sqliteStorage({ file })
      expect(await storage.inbox.counts()).toMatchObject({ pending: 0, dead: 0 })
      await storage.close()
    },
  )

  it('handles an event once however often it is delivered, and keeps the newest state', async () => {
    const { child, file, url } = await start('handlers', server, handlers, order)
    const shop = new Libsql(join(directory, 'shop.db'))
    const merchant = () => shop.prepare('SELECT times, changed FROM merchants').get()
    const authorized = push('authorized')
    expect(await post(url, authorized)).toBe('200 success')
    await vi.waitFor(() => expect(merchant()).toMatchObject({ times: 1, changed: 0 }), 10_000)
    expect(await post(url, push('updateauthorized'))).toBe('200 success')
    await vi.waitFor(() => expect((merchant() as { changed: number }).changed).toBeGreaterThan(0), 10_000)
    const storage = sqliteStorage({ file })
    for (const { id } of (await storage.inbox.list({ state: 'handled' })).entries) await storage.inbox.requeue(id)
    await vi.waitFor(async () => expect(await storage.inbox.counts()).toMatchObject({ pending: 0, dead: 0 }), 10_000)
    expect(merchant()).toMatchObject({ times: 1, changed: expect.any(Number) })
    child.process.kill('SIGTERM')
    expect(await child.ended).toMatchObject({ code: 0 })
    shop.close()
    await storage.close()
  })

  it('looks at what failed, requeues and discards it, makes a backup', async () => {
    const storage = sqliteStorage({ file: join(directory, 'failed.db') })
    for (const [id, infoType] of [
      ['requeued', 'authorized'],
      ['discarded', 'unauthorized'],
    ] as const)
      await storage.inbox.put({ id, componentAppId: 'wx1', receivedAt: 1, infoType, xml: '<xml/>' })
    const fail = () => Promise.reject(new Error('always'))
    const consumer = await storage.inbox.consume(fail, { concurrency: 1, retryDelaysMs: [] })
    await vi.waitFor(async () => expect((await storage.inbox.counts()).dead).toBe(2))
    await consumer.close({ timeoutMs: 1_000 })
    const lines: unknown[][] = []
    const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
    const run = (code: string) =>
      new AsyncFunction('storage', 'console', code.replaceAll(' as const', ''))(storage, {
        log: (...line: unknown[]) => lines.push(line),
      })
    await run(operator)
    expect(lines).toEqual([['requeued', 1, expect.any(Date), 'always']])
    expect(await storage.inbox.get('requeued')).toMatchObject({ state: 'pending', attempts: 0 })
    expect(await storage.inbox.get('discarded')).toMatchObject({ state: 'discarded' })
    await run(backup.replace('/backup/wehook.db', join(directory, 'backup.db')))
    const copy = sqliteStorage({ file: join(directory, 'backup.db') })
    expect(await copy.inbox.counts()).toMatchObject({ pending: 1, discarded: 1 })
    await Promise.all([copy.close(), storage.close()])
  })
})
