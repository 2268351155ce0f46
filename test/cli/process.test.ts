import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { command, settings, start } from '../readme/run'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const none = { WX_APPID: '', WX_TOKEN: '', WX_AES_KEY: '' }
const dotEnv = Object.entries(settings)
  .map(([name, value]) => `${name}=${value}\n`)
  .join('')

test('settings come from the .env of the folder, input from a pipe, and the exit code reaches the shell', async () => {
  const folder = folderWith({ '.env': dotEnv })
  const push = start(folder, [command, 'push', 'authorized', 'http://127.0.0.1/x', '--curl'], none)
  expect(await push.ended, push.output()).toBe(0)
  const open = start(folder, [command, 'open'], none)
  open.child.stdin?.end(push.output())
  expect(await open.ended).toBe(0)
  expect(open.output()).toContain('✔ authentic')
  expect(open.output()).not.toContain('\u001b[')

  const refused = start(folder, [command, 'open', '--token', 'another'], none)
  refused.child.stdin?.end(push.output())
  expect(await refused.ended).toBe(1)
  expect(await start(folder, [command, 'open', '--nonsense'], none).ended).toBe(2)
}, 60_000)

test('files are read from the folder where it is started', async () => {
  const folder = folderWith({ 'event.xml': '<xml><CreateTime>1</CreateTime><InfoType>brand_new</InfoType></xml>' })
  const open = start(folder, [command, 'open', 'event.xml'], none)
  expect(await open.ended).toBe(0)
  expect(open.output()).toContain('brand_new')
}, 60_000)

test('a reader who reads no further is no fault', async () => {
  const help = start(folderWith({}), [command, 'doctor', '--help'], none)
  help.child.stdout?.destroy()
  expect(await help.ended).toBe(0)
  expect(help.output()).toBe('')
}, 60_000)

test('a platform whose port is taken ends, with 2', async () => {
  const first = start(folderWith({}), [command, 'platform', '--port', '0', '--json'], none)
  await first.see(/"type":"ready".*\n/)
  const { port } = new URL(JSON.parse(first.output().split('\n')[0] ?? '').baseUrl)
  const second = start(folderWith({}), [command, 'platform', '--port', port], none)
  expect(await second.ended).toBe(2)
}, 60_000)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a platform that nobody types at, with 0',
  async (signal) => {
    const platform = start(folderWith({}), [command, 'platform', '--port', '0'], none)
    platform.child.stdin?.end()
    await platform.see(/WX_APP_SECRET=/)
    platform.child.kill(signal)
    expect(await platform.ended).toBe(0)
  },
  60_000,
)
