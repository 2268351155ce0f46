import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startProvider } from '../../examples/provider/src/start.js'
import { newName } from '../support/databases.js'
import { createMysqlDatabase, findMysql } from '../support/mysql.js'
import { createPostgresDatabase, findPostgres } from '../support/postgres.js'
import { createOwnRedis, requireOwnRedis } from '../support/redis.js'

const root = join(import.meta.dirname, '../..')
const [mysql, postgres] = await Promise.all([findMysql(), findPostgres()])
const hasRedis = requireOwnRedis()
afterAll(async () => {
  await Promise.all([mysql?.close(), postgres?.close()])
})

/** The URL of an empty database, which goes with the test. */
const databases = {
  async mysql() {
    const { address, close } = await createMysqlDatabase(mysql?.address ?? {})
    onTestFinished(close)
    return `mysql://${address.user}@${address.host}:${address.port}/${address.database}`
  },
  async postgres() {
    const around = await createPostgresDatabase(postgres?.address ?? {})
    const name = newName()
    await around.query(`CREATE DATABASE ${name}`)
    onTestFinished(async () => {
      await around.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await around.close()
    })
    const { user, host, port } = around.address
    return `postgres://${user}@${host}:${port}/${name}`
  },
  async redis() {
    const server = createOwnRedis()
    const port = await freePort()
    await server.start('--port', String(port), '--bind', '127.0.0.1')
    onTestFinished(() => server.close())
    return `redis://127.0.0.1:${port}`
  },
}

/** Nobody is likely to take it meanwhile. */
async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

const isThere = { mysql: mysql !== undefined, postgres: postgres !== undefined, redis: hasRedis }

describe.each(['mysql', 'postgres'] as const)('examples/%s', (kind) => {
  it.skipIf(!isThere[kind])(
    'starts with one command, and its tables hold what happened, twice over',
    async () => {
      const env = { ...process.env, DATABASE_URL: await databases[kind]() }
      for (const runs of [1, 2]) {
        const argv = ['--conditions=@wehook/source', '--import', 'tsx', `examples/${kind}/src/main.ts`, '--once']
        const child = spawn(process.execPath, argv, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
        let output = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
        const [code] = await once(child, 'exit')
        expect(code, output).toBe(0)
        const { shops, merchants } = JSON.parse(output) as {
          readonly shops: readonly { readonly openings: number }[]
          readonly merchants: readonly unknown[]
        }
        expect(shops.map(({ openings }) => openings)).toEqual(Array.from({ length: 2 * runs }, () => 1))
        expect(merchants).toEqual([
          expect.objectContaining({
            reference: 'merchant-42',
            outcome: 'succeeded',
            appid: expect.stringMatching(/^wx/),
          }),
        ])
      }
    },
    60_000,
  )
})

describe.each(['mysql', 'postgres', 'redis'] as const)('the small provider on %s', (kind) => {
  it.skipIf(!isThere[kind])(
    'registers a company',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'wehook-provider-'))
      const provider = await startProvider({ folder, storage: await databases[kind](), print: () => {} })
      onTestFinished(async () => {
        await provider.stop()
        rmSync(folder, { recursive: true })
      })
      const merchant = `${provider.url}/merchants/m-1`
      const form = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', phone: '0755-00000000' }
      const page = await fetch(`${merchant}/register`, { method: 'POST', body: new URLSearchParams(form) })
      expect(await page.text()).toContain('<svg')
      await provider.platform.person.confirms()
      await vi.waitFor(
        async () => expect(await (await fetch(merchant)).text()).toContain('快速注册企业小程序：成功'),
        10_000,
      )
    },
    30_000,
  )
})

it('the small provider names the storages that it knows', async () => {
  const folder = tmpdir()
  await expect(startProvider({ folder, storage: 'mongodb://x', print: () => {} })).rejects.toThrow(/mysql:/)
})
