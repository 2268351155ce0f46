import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { createMysqlDatabase, findMysql } from '../support/mysql'
import { findPostgres } from '../support/postgres'
import { createOwnRedis, requireOwnRedis } from '../support/redis'
import { blocksOf, createProject, filesOf, guides, readDocument } from './blocks'
import { drivers } from './drivers'
import { freePort, listening, start, wehook } from './run'

/** The README first: of two files with one name its own counts. */
const documents = ['README.md', ...guides.map((name) => `docs/${name}`)]
const readme = blocksOf(readDocument('README.md'))
const files = filesOf(documents.flatMap((path) => blocksOf(readDocument(path))))
const path = '/wechat/authorization'

/** The first block of each package's README that needs nothing else beside it. */
const ofPackages = Object.fromEntries(
  ['core', 'express', 'koa', 'fastify'].map((name) => {
    const block = blocksOf(readDocument(`packages/${name}/README.md`)).find(({ language }) => language === 'ts')
    return [`package-${name}.ts`, block?.code ?? '']
  }),
)

const tsconfig = JSON.stringify({
  compilerOptions: {
    ...{ target: 'es2023', module: 'preserve', moduleResolution: 'bundler', strict: true, noEmit: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true },
    ...{ skipLibCheck: true, types: ['node'], customConditions: ['@wehook/source'] },
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  },
  files: [...Object.keys(files), ...Object.keys(ofPackages)].filter((name) => name.endsWith('.ts')),
})

/** A folder of the test's own: a program that was killed keeps its claims in the inbox for a while. */
function newFolder(changed: Readonly<Record<string, string>> = {}): string {
  const { folder, remove } = createProject({
    ...files,
    ...ofPackages,
    ...drivers,
    'tsconfig.json': tsconfig,
    ...changed,
  })
  onTestFinished(remove)
  return folder
}

const listed = Object.keys(files)

test('every TypeScript block is a file by its first line', () => {
  const blocks = documents.flatMap((document) => blocksOf(readDocument(document)))
  expect(blocks.filter(({ language, file }) => language === 'ts' && !file)).toEqual([])
})

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

describe('the first app', () => {
  test('prints what the README says when it is sent what the README says', async () => {
    const port = await freePort()
    const folder = newFolder()
    const app = start(folder, ['app.ts'], { PORT: String(port) })
    await listening(port, app)
    const commands = readme
      .flatMap(({ language, code }) => (language === 'sh' ? code.trim().split('\n') : []))
      .filter((line) => line.startsWith('npx wehook push'))
    expect(commands).toHaveLength(2)
    for (const line of commands) {
      const args = line.replaceAll("'", '').replace(':3000', `:${port}`).split(' ').slice(2)
      expect(await wehook(folder, args)).toMatchObject({ code: 0, output: expect.stringContaining('200 success') })
    }
    const printed =
      readme.find(({ language, code }) => language === 'text' && code.startsWith('registered'))?.code ?? 'none'
    await app.see(/not registered/)
    expect(app.output()).toBe(printed)
  }, 60_000)

  test('logs a refusal as the page on troubleshooting says', async () => {
    const port = await freePort()
    const folder = newFolder()
    const app = start(folder, ['app.ts'], { PORT: String(port) })
    await listening(port, app)
    const { code } = await wehook(folder, ['push', 'authorized', `http://127.0.0.1:${port}${path}`, '--token', 'wrong'])
    expect(code).toBe(1)
    await app.see(/consoles|compare it with/)
    const troubleshooting = blocksOf(readDocument('docs/troubleshooting.md'))
    const printed =
      troubleshooting.find(({ code: text }) => text.startsWith('wehook: push refused'))?.code.trim() ?? 'none'
    const [start0 = '', hint = ''] = printed.split(' … ')[0]?.split(" { code: 'ERR_SIGNATURE_MISMATCH', hint: '") ?? []
    expect(app.output()).toContain(start0)
    expect(app.output()).toContain(hint.replace(/ …'.*$/, ''))
  }, 60_000)
})

test.each(listed.filter((name) => /^app-[\w-]+\.(ts|js|cjs)$/.test(name)))(
  '%s takes pushes',
  async (name) => {
    const port = await freePort()
    const folder = newFolder()
    const app = start(folder, [name], { PORT: String(port) })
    await listening(port, app)
    const pushed = await wehook(folder, ['push', 'authorized', `http://127.0.0.1:${port}${path}`])
    expect(pushed).toMatchObject({ code: 0, output: expect.stringContaining('200 success') })
  },
  60_000,
)

test.each(Object.entries(ofPackages))(
  "%s, a package's README, takes pushes",
  async (name, code) => {
    const port = await freePort()
    const folder = newFolder({ [name]: code.replace('3000', String(port)) })
    await listening(port, start(folder, [name]))
    const push = ['push', 'notify_third_fasteregister', `http://127.0.0.1:${port}${path}`, '--token', 'the-token']
    expect(await wehook(folder, push)).toMatchObject({ code: 0, output: expect.stringContaining('200 success') })
  },
  60_000,
)

test('the handlers get what they are typed for', async () => {
  const { ended, output } = start(newFolder(), ['drive-handlers.ts'])
  expect(await ended, output()).toBe(0)
  const wanted = [
    /^may be served: wx/m,
    /^welcome wx/m,
    /^converted: wx/m,
    /^under way: 模板消息已下发/m,
    /^ask WeChat: -?\d+/m,
    /^correct it: \w+ \S+ then \S+/m,
    /^wx\w+ (succeeded|pending|failed)/m,
    /^unknown: brand_new/m,
  ]
  for (const pattern of wanted) expect(output()).toMatch(pattern)
}, 60_000)

test('the inbox is looked after', async () => {
  const app = start(newFolder(), ['operate.ts'])
  await app.see(/\{ pending: \d+, dead: 0, unhandled: \d+ \}/)
}, 60_000)

test('the client registers, and says what WeChat refuses', async () => {
  const { ended, output } = start(newFolder(), ['drive-client.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/^https?:\/\/\S+$/m)
  expect(output()).toMatch(/^89249 .*wait/m)
  expect(output()).toMatch(/^result succeeded$/m)
}, 60_000)

test('the code of the migration guides takes events', async () => {
  const { ended, output } = start(newFolder(), ['drive-guides.ts'])
  expect(await ended, output()).toBe(0)
  for (const pattern of [/^ticket of \d+ characters$/m, /^appid wx/m, /^已下发的模板消息/m, /^authorized wx/m]) {
    expect(output()).toMatch(pattern)
  }
}, 60_000)

test('the code of the checklist passes the automated test of 全网发布', async () => {
  const { ended, output } = start(newFolder(), ['drive-release.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/^check true$/m)
  expect(output()).not.toContain('FAILED')
  expect(output()).toMatch(/^reply You wrote: hello$/m)
  expect(output()).toMatch(/^wx00000000000000a1 refused \[/m)
  expect(output()).toMatch(/^forged 40[01]$/m)
}, 60_000)

test('the test file of the page on testing passes', async () => {
  const { ended, output } = start(newFolder(), ['--test', 'registration.test.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/# pass 2|pass 2/)
}, 60_000)

test('a task tells the outcome of a registration', async () => {
  const { ended, output } = start(newFolder(), ['drive-register.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/^link https?:/m)
  expect(output()).toMatch(/^merchant-42 has wx/m)
}, 60_000)

test('GiveUp makes a dead letter, which is listed and requeued', async () => {
  const { ended, output } = start(newFolder(), ['drive-dead.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/^authorized \[/m)
  expect(output()).toMatch(/GiveUp/)
  expect(output()).toMatch(/^requeued 1$/m)
}, 60_000)

test('what was stored without start() is delivered by a program that a timer starts', async () => {
  const folder = newFolder()
  const stored = start(folder, ['drive-store.ts'])
  expect(await stored.ended, stored.output()).toBe(0)
  expect(stored.output()).not.toMatch(/may be served/)
  const delivered = start(folder, ['deliver-once.ts'])
  expect(await delivered.ended, delivered.output()).toBe(0)
  expect(delivered.output()).toMatch(/^may be served: wx/m)
}, 60_000)

test('closeOn ends the app on SIGTERM', async () => {
  const port = await freePort()
  const app = start(newFolder(), ['app-close-on.ts'], { PORT: String(port) })
  await listening(port, app)
  app.child.kill('SIGTERM')
  expect(await app.ended, app.output()).toBe(0)
}, 60_000)

test('the backup is a storage that opens', async () => {
  const folder = newFolder()
  const { ended, output } = start(folder, ['backup.ts'])
  expect(await ended, output()).toBe(0)
  const counted = await wehook(folder, ['inbox', 'list', 'data/backup.db', '--json'])
  expect(counted.code, counted.output).toBe(0)
}, 60_000)

test('a store in memory passes the contract suite of the page on testing', async () => {
  const { ended, output } = start(newFolder(), ['--test', 'token-store.test.ts'])
  expect(await ended, output()).toBe(0)
  expect(output()).toMatch(/pass [1-9]\d/)
}, 60_000)

/** The app of the README with another receiver.ts. */
async function takesPushes(receiver: string, env: Readonly<Record<string, string>>): Promise<void> {
  const folder = newFolder({ 'receiver.ts': files[receiver] ?? '' })
  const port = await freePort()
  const app = start(folder, ['app.ts'], { PORT: String(port), ...env })
  await listening(port, app)
  const pushed = await wehook(folder, ['push', 'notify_third_fasteregister', `http://127.0.0.1:${port}${path}`])
  expect(pushed).toMatchObject({ code: 0 })
  await app.see(/registered: wx/)
  app.child.kill('SIGKILL')
  await app.ended
}

test.skipIf(!requireOwnRedis())(
  'the app runs on Redis with nothing changed but receiver.ts',
  async () => {
    const redis = createOwnRedis()
    try {
      await redis.start()
      await takesPushes('receiver-redis.ts', { REDIS_URL: redis.socket })
    } finally {
      await redis.close()
    }
  },
  60_000,
)

const mysql = await findMysql()
afterAll(() => mysql?.close())

test.skipIf(!mysql)(
  'the app runs on MySQL with nothing changed but receiver.ts',
  async () => {
    const database = await createMysqlDatabase(mysql?.address ?? {})
    const { host, port, user, password = '', socketPath } = database.address
    const place = socketPath
      ? `localhost/${database.name}?socketPath=${socketPath}`
      : `${host}:${port}/${database.name}`
    try {
      await takesPushes('receiver-mysql.ts', { DATABASE_URL: `mysql://${user}:${password}@${place}` })
    } finally {
      await database.close()
    }
  },
  60_000,
)

const postgres = await findPostgres()
afterAll(() => postgres?.close())

/** Runs with the URL of a database of its own. */
async function onPostgres(run: (url: string) => Promise<void>): Promise<void> {
  const name = `wehook_readme_${randomBytes(6).toString('hex')}`
  const { host = '', port = 5432, user = '', password = '' } = postgres?.address ?? {}
  const admin = new Client(postgres?.address)
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${name}`)
    await run(`postgres://${user}:${password}@localhost/${name}?host=${encodeURIComponent(host)}&port=${port}`)
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
}

describe.skipIf(!postgres)('on PostgreSQL', () => {
  test('the app runs with nothing changed but receiver.ts', async () => {
    await onPostgres((url) => takesPushes('receiver-postgres.ts', { DATABASE_URL: url }))
  }, 60_000)

  test('a handler in a transaction writes once, however often the event is delivered', async () => {
    await onPostgres(async (url) => {
      const { ended, output } = start(newFolder(), ['drive-shop.ts'], { DATABASE_URL: url })
      expect(await ended, output()).toBe(0)
      expect(output()).toMatch(/^requeued 1$/m)
      expect(output()).toMatch(/^shops 1$/m)
    })
  }, 60_000)
})
