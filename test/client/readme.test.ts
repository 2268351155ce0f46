import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as exported from '@wehook/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHost, type Host } from './host.js'

/** The code of the client's README, run block by block against the simulated platform. */
const blocks: Record<string, string> = {}
let host: Host
let folder = ''

beforeAll(async () => {
  const readme = await readFile(new URL('../../packages/client/README.md', import.meta.url), 'utf8')
  for (const section of readme.split(/^## /m).slice(1)) {
    const [title = ''] = section.split(/[ \n]/)
    blocks[title] = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code).join('\n')
  }
  host = await createHost({ answers: { '/wxa/getcategory': { errcode: 0, categories: [] } } })
  folder = await mkdtemp(join(tmpdir(), 'wehook-readme-'))
  await writeFile(join(folder, 'licence.png'), Buffer.from('89504e470d0a1a0a', 'hex'))
})
afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true })
})

/** Runs a section with these names in scope; its imports come from the package, its types are dropped. */
async function run(section: string, scope: object): Promise<unknown> {
  const code = (blocks[section] ?? '')
    .replace(/^import .*$/gm, '')
    .replaceAll(' as const', '')
    .replaceAll("'licence.png'", JSON.stringify(join(folder, 'licence.png')))
  expect(code.trim()).not.toBe('')
  const names = { ...exported, client: host.client, receiver: host.receiver, ...scope }
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
  return new AsyncFunction(...Object.keys(names), code)(...Object.values(names))
}

/** An account that authorized the platform. */
async function account(about: object): Promise<string> {
  const { appid, authCode } = host.platform.addAuthorizer(about)
  await host.client.component.queryAuth({ authorization_code: authCode })
  return appid
}

it('registration: shows the link, sets the shop up when it was opened', async () => {
  const links: string[] = []
  const tokens: string[] = []
  await run('Registration', {
    showAsQrCode: (url: string) => links.push(url),
    setUp: (token: string) => tokens.push(token),
    explain: () => expect.unreachable(),
  })
  expect(links).toHaveLength(1)
  await host.platform.person.confirms()
  await host.platform.idle()
  expect(tokens).toHaveLength(1)
})

it('beta conversion: renames and asks for the conversion', async () => {
  await run('Beta', { appid: await account({ registerType: 13 }) })
  expect(host.platform.tasks.at(-1)).toMatchObject({ kind: 'conversion' })
})

it('certification: uploads, submits and asks where it stands', async () => {
  await run('Certification', { appid: await account({ principalName: '样例' }), remember: () => undefined })
  expect(host.platform.tasks.at(-1)).toMatchObject({ kind: 'certification' })
})

it('tokens: makes a link, gives a token, calls any API', async () => {
  const listed: string[] = []
  const appid = await account({})
  await run('Tokens', { appid, remember: (each: string) => listed.push(each) })
  expect(listed).toContain(appid)
  expect(host.platform.calls.at(-1)?.call.path).toBe('/wxa/getcategory')
})

it.each([
  [{}, 'fields'],
  [{ name: '深圳市样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '000' }, 'wait'],
])('errors: %j ends at %s', async (input, ending) => {
  await host.client.registration.enterprise.create(input as never).catch(() => undefined)
  const ends = await run('Errors', { input, showFields: () => 'fields', waitForPush: () => 'wait', log: console })
  expect(ends).toBe(ending)
})
