import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createClient } from '@wehook/client'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deleteKeys, findRedis, newPrefix } from '../support/redis.js'
import type { CallerConfig } from './caller.js'

const platform = { componentAppId: 'wx0000000000000c01', componentAppSecret: 'invented-app-secret' }
const processes = 4

/** WeChat's token API, slow enough for every process to find the token expired before the first has a new one. */
let calls = 0
let isSilent = false
const wechat = createServer(async (_, response) => {
  calls += 1
  if (isSilent) return
  const token = `component-token-${calls}`
  await sleep(300)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ component_access_token: token, expires_in: 7200 }))
})
let baseUrl = ''
const children: ChildProcess[] = []
const directory = mkdtempSync(join(tmpdir(), 'wehook-tokens-'))
const redis = await findRedis()
const prefix = newPrefix()

beforeAll(async () => {
  await once(wechat.listen(0, '127.0.0.1'), 'listening')
  baseUrl = `http://127.0.0.1:${(wechat.address() as AddressInfo).port}`
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  wechat.close()
  rmSync(directory, { recursive: true, force: true })
  if (redis) await deleteKeys(redis.connection, prefix)
  await redis?.close()
})

async function startCaller(config: CallerConfig): Promise<ChildProcess> {
  const execArgv = ['--conditions=@wehook/source', '--import', 'tsx']
  const child = fork(fileURLToPath(new URL('caller.ts', import.meta.url)), [JSON.stringify(config)], { execArgv })
  children.push(child)
  await once(child, 'message')
  return child
}

/** Leaves a ticket and a token that has expired, as a process that fetched it three hours ago would have. */
async function leaveExpiredToken(storage: CallerConfig['storage']): Promise<void> {
  const { tokens, close } =
    storage.kind === 'sqlite'
      ? sqliteStorage({ file: storage.file })
      : redisStorage({ connection: storage.connection, prefix: storage.prefix, allowVolatile: true })
  const ticket = { value: JSON.stringify({ ticket: 'ticket@@@invented' }), asOf: 1 }
  await tokens.set(`ticket/${platform.componentAppId}`, ticket)
  const now = () => Date.now() - 3 * 3_600_000
  const client = createClient({ ...platform, baseUrl, tokens, now })
  expect(await client.component.accessToken()).toBe('component-token-1')
  await close()
}

async function expectOneCall(storage: CallerConfig['storage']): Promise<void> {
  calls = 0
  await leaveExpiredToken(storage)
  const config = { storage, baseUrl, ...platform }
  const callers = await Promise.all(Array.from({ length: processes }, () => startCaller(config)))
  const answers = callers.map(async (child) => (await once(child, 'message'))[0] as readonly string[])
  for (const child of callers) child.send('go')
  const tokens = (await Promise.all(answers)).flat()
  expect(tokens).toHaveLength(processes * 10)
  expect(new Set(tokens)).toEqual(new Set(['component-token-2']))
  expect(calls).toBe(2)
}

describe('four processes that find the shared token expired make one token call', { timeout: 120_000 }, () => {
  it('with the tokens in one SQLite file', () => expectOneCall({ kind: 'sqlite', file: join(directory, 'wehook.db') }))

  it.skipIf(!redis)('with the tokens on one Redis', () =>
    expectOneCall({ kind: 'redis', connection: redis?.connection ?? '', prefix }),
  )
})

describe('a process that is killed while it renews the token', { timeout: 120_000 }, () => {
  async function expectTakeover(storage: CallerConfig['storage']): Promise<void> {
    calls = 0
    await leaveExpiredToken(storage)
    isSilent = true
    const child = await startCaller({ storage, baseUrl, ...platform })
    child.send('go')
    await expect.poll(() => calls, { timeout: 30_000 }).toBe(2)
    child.kill('SIGKILL')
    await once(child, 'exit')
    isSilent = false
    const { tokens, close } =
      storage.kind === 'sqlite'
        ? sqliteStorage({ file: storage.file })
        : redisStorage({ connection: storage.connection, prefix: storage.prefix, allowVolatile: true })
    // Within the default time limit of a call.
    expect(await createClient({ ...platform, baseUrl, tokens }).component.accessToken()).toBe('component-token-3')
    await close()
  }

  it('does not fail a call that waits: SQLite', () =>
    expectTakeover({ kind: 'sqlite', file: join(directory, 'killed.db') }))

  it.skipIf(!redis)('does not fail a call that waits: Redis', () =>
    expectTakeover({ kind: 'redis', connection: redis?.connection ?? '', prefix: `${prefix}-killed` }),
  )
})
