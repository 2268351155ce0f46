import { describe, expect, test } from 'vitest'
import { blocksOf, readDocument } from './blocks'
import { documents, files, newFolder, ofPackages, path, readme } from './project'
import { freePort, listening, start, wehook } from './run'

const listed = Object.keys(files)

test('every TypeScript block is a file by its first line', () => {
  const blocks = documents.flatMap((document) => blocksOf(readDocument(document)))
  expect(blocks.filter(({ language, file }) => language === 'ts' && !file)).toEqual([])
})

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
