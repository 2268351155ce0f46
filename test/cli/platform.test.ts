import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@wehook/client'
import { createMemoryTokenStore, createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { expect, onTestFinished, test } from 'vitest'
import { runWehook } from 'wehook'
import { createTerminal } from './io'

interface Ready {
  readonly baseUrl: string
  readonly invented: Readonly<Record<'WX_APPID' | 'WX_TOKEN' | 'WX_AES_KEY' | 'WX_APP_SECRET', string>>
}

const settings = {
  WX_APPID: 'wxc0c0c0c0c0c0c0c0',
  WX_TOKEN: 'sampleToken',
  WX_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  WX_APP_SECRET: 'sampleSecret',
}

/** A host with the settings above, and what its handlers saw. */
async function createHost(baseUrl = 'http://127.0.0.1:9') {
  const { WX_APPID: componentAppId, WX_TOKEN: token, WX_AES_KEY: encodingAesKey } = settings
  const receiver = createReceiver({ componentAppId, token, encodingAesKey, logger: false })
  const events: { readonly infoType: string; readonly outcome?: string }[] = []
  receiver.on('*', (_, event) => void events.push(event))
  const client = createClient({
    componentAppId,
    componentAppSecret: settings.WX_APP_SECRET,
    tokens: createMemoryTokenStore(),
    baseUrl,
  })
  client.follow(receiver)
  const server = createServer(toNodeHandler(receiver))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { client, events, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat` }
}

function start(argv: readonly string[], env: Readonly<Record<string, string>> = settings) {
  const terminal = createTerminal(env)
  const ended = runWehook(['platform', ...argv], terminal.io)
  return { ...terminal, ended }
}

/** A free port, known before the platform starts. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a registration is asked for, confirmed at the keyboard and reported to the host', async () => {
  const port = await freePort()
  const host = await createHost(`http://127.0.0.1:${port}`)
  const { type, see, ended, printed } = start([host.url, '--port', String(port)])
  await see(/→ component_verify_ticket .*200 success/)

  const company = { name: '样例商贸有限公司', code: '91440300MA5XXXXX9U', component_phone: '000' }
  await host.client.registration.enterprise.create(company)
  await see(/← POST \/wxa\/component\/fastregisterenterpriseweapp\?action=create +ok/)
  type('confirm')
  await see(/→ notify_third_fasteregister +status 0 +200 success/)
  expect(host.events).toContainEqual(expect.objectContaining({ outcome: 'succeeded' }))

  type('quit')
  expect(await ended).toBe(0)
  for (const secret of Object.values(settings).slice(1)) expect(printed.join('\n')).not.toContain(secret)
})

test('refusals, failures and time are told at the keyboard too', async () => {
  const port = await freePort()
  const host = await createHost(`http://127.0.0.1:${port}`)
  const { type, see, ended } = start([host.url, '--port', String(port)])
  await see(/component_verify_ticket/)
  const create = (wxuser: string) => host.client.registration.personal.create({ wxuser })
  await create('one')
  type('confirm status=1005')
  await see(/fasteregister +status 1005/)
  await create('two')
  await create('three')
  type('refuse')
  await see(/several tasks wait/)
  type('refuse 2')
  await see(/fasteregister +status -1 /)
  type('wait 25h')
  await see(/fasteregister +status 100003/)
  type('refuse 3')
  await see(/refuse is not possible now/)
  type('quit')
  expect(await ended).toBe(0)
})

const png = Buffer.from('89504e470d0a1a0a0000', 'hex')

test('a beta mini program is created, converted and certified, by whoever has the turn', async () => {
  const port = await freePort()
  const host = await createHost(`http://127.0.0.1:${port}`)
  const { type, see, ended, printed } = start([host.url, '--port', String(port)])
  await see(/component_verify_ticket/)
  const next = (pattern: RegExp) => {
    printed.splice(0)
    return see(pattern)
  }
  await host.client.registration.beta.create({ name: '样例小程序', openid: 'openid' })
  type('confirm')
  await see(/fastregisterbetaapp +status 0/)
  type('tasks')
  const appid = /wx\w+/.exec(await see(/^wx\w+ $/))?.[0] ?? ''
  const account = host.client.authorizer(appid)
  const company = { enterprise_name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '000' }

  await account.beta.verify(company)
  type('confirm')
  await next(/fastverifybetaapp +status 89252/)
  type('timeout')
  await next(/fastverifybetaapp +status 100003/)
  await account.beta.verify(company)
  type('confirm')
  await next(/fastverifybetaapp +status 89252/)
  type('refuse')
  type('confirm 2')
  await see(/confirm is not possible now/)

  const { mediaid } = await account.certification.uploadMaterial(png)
  const certificate = {
    customer_type: 1,
    qualification: mediaid,
    account_name: '样例小程序',
    account_name_type: 1,
    contact_info: { name: '联系人', email: 'contact@example.com' },
    pay_type: 2,
    third_party_phone: '000',
    invoice_info: { invoice_type: 1 },
  } as const
  const { taskid } = await account.certification.submit(certificate)
  type('confirm')
  await next(/wxa_auth +task_status 12/)
  type('confirm')
  await next(/wxa_auth .*apply_status 2/)
  type('return reason=资料不清')
  await next(/wxa_auth .*apply_status 3/)
  expect(await account.certification.query({ taskid })).toMatchObject({ refill_reason: '资料不清' })
  type('quit')
  expect(await ended).toBe(0)
})

test('events are pushed by name, with fields, and accounts come and go', async () => {
  const host = await createHost()
  const { type, see, ended } = start([host.url, '--port', '0'])
  type('push notify_3rd_wxa_wxverify')
  await see(/notify_3rd_wxa_wxverify/)
  type('push notify_3rd_wxa_auth returned message=x')
  await see(/notify_3rd_wxa_auth +task_status 12 apply_status 3/)
  type('authorize wx00000000000000aa')
  await see(/→ authorized/)
  type('revoke wx00000000000000aa')
  await see(/→ unauthorized/)
  type('ticket')
  type('tasks')
  await see(/wx00000000000000aa \(unauthorized\)/)
  type('quit')
  await ended
  const seen = host.events.map(({ infoType }) => infoType)
  expect(seen).toEqual(expect.arrayContaining(['notify_3rd_wxa_wxverify', 'authorized', 'unauthorized']))
})

test.each([
  ['an unknown word', 'dance', /there is no "dance"/],
  ['an unknown task', 'confirm nobody', /there is no task nobody/],
  ['nothing that waits', 'confirm', /no task waits/],
  ['a time that is none', 'wait soon', /24h, 30m/],
  ['an unknown event', 'push authorised', /did you mean 'authorized'/],
  ['an unknown option', 'confirm 1 colour=red', /no task 1/],
  ['an account without a name', 'revoke', /takes an appid/],
])('%s is explained and ends nothing', async (_, line, message) => {
  const { type, see, ended } = start(['--port', '0'])
  type(line)
  await see(message)
  type('help')
  await see(/^confirm \[task\]/)
  type('quit')
  expect(await ended).toBe(0)
})

test('without settings it invents some, which seal what it pushes', async () => {
  const { see, type, ended } = start(['--port', '0', '--json'], {})
  const { invented, baseUrl }: Ready = JSON.parse(await see(/"type":"ready"/))
  expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(Object.keys(invented)).toEqual(['WX_APPID', 'WX_TOKEN', 'WX_AES_KEY', 'WX_APP_SECRET'])
  type('authorize')
  const push = JSON.parse(await see(/"type":"push"/))
  expect(push).toMatchObject({ infoType: 'authorized', outcome: 'not-sent' })
  type('quit')
  await ended
})

test('settings that were given are not printed again', async () => {
  const { see, type, ended, printed } = start(['--port', '0', '--json'])
  expect((JSON.parse(await see(/ready/)) as Ready).invented).toEqual({})
  type('quit')
  await ended
  expect(printed.join()).not.toContain(settings.WX_TOKEN)
})

test('the same seed invents the same settings', async () => {
  const invent = async () => {
    const { see, type, ended } = start(['--port', '0', '--json', '--seed', 'a'], {})
    const { invented }: Ready = JSON.parse(await see(/ready/))
    type('quit')
    await ended
    return invented
  }
  expect(await invent()).toEqual(await invent())
})

test('Ctrl-C ends it', async () => {
  const { interrupt, see, ended } = start(['--port', '0'])
  await see(/simulated platform/)
  interrupt()
  expect(await ended).toBe(0)
})

test('a port that somebody has is told, and nothing keeps running', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const port = String((server.address() as AddressInfo).port)
  const clocks = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = clocks()
  const { ended, printed } = start(['--port', port])
  expect(await ended).toBe(2)
  expect(printed.join('\n')).toContain(`port ${port} `)
  expect(printed.join('\n')).toContain('--port')
  expect(printed.join('\n')).not.toContain('    at ')
  expect(clocks()).toBe(before)
})

test('the AppSecret comes from .env, too', async () => {
  const { io, printed, type } = createTerminal({})
  const readFile = () =>
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n')
  type('quit')
  expect(await runWehook(['platform', '--port', '0', '--json'], { ...io, readFile })).toBe(0)
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ type: 'ready', invented: {} })
})

test('with --json all that is typed for is told as JSON', async () => {
  const { see, type, ended, printed } = start(['--port', '0', '--json'])
  type('authorize wx00000000000000aa')
  await see(/"type":"push"/)
  type('tasks')
  const account = JSON.parse(await see(/"type":"account"/))
  expect(account).toEqual({ type: 'account', appid: 'wx00000000000000aa', isAuthorized: true })
  type('help')
  await see(/"type":"help"/)
  type('quit')
  await ended
  for (const line of printed) expect(() => JSON.parse(line)).not.toThrow()
})

test.each([
  ['half of the settings', ['--port', '0'], { WX_TOKEN: 'x' }, '消息加解密 Key'],
  ['a port that is none', ['--port', 'x'], {}, '--port'],
  ['a URL that is none', ['host/path'], {}, 'http://'],
])('%s exit 2', async (_, argv, env, message) => {
  const { ended, printed } = start(argv, env)
  expect(await ended).toBe(2)
  expect(printed.join()).toContain(message)
})

test('the settings for the app name the address of the API, and the link of a task is a page', async () => {
  const port = await freePort()
  const host = await createHost(`http://127.0.0.1:${port}`)
  const { type, see, ended, printed } = start([host.url, '--port', String(port)])
  await see(/component_verify_ticket .*200 success/)
  expect(printed).toContain(`  WX_API=http://127.0.0.1:${port}`)
  const company = { name: '样例商贸有限公司', code: '91440300MA5XXXXX9U', component_phone: '000' }
  await host.client.registration.enterprise.create(company)
  const line = await see(/link for the person/)
  const page = await fetch(/http:\S+/.exec(line)?.[0] ?? '')
  expect(await page.text()).toContain('Scan the face and confirm')
  type('quit')
  await ended
})

test('wait says what happened meanwhile, in the language asked for', async () => {
  const host = await createHost()
  const { type, see, ended } = start([host.url, '--port', '0', '--lang', 'zh'])
  await see(/模拟的第三方平台/)
  await see(/component_verify_ticket/)
  type('wait 25h')
  expect(await see(/^过了 25h/)).toMatch(/推送：150 component_verify_ticket$/)
  type('wait soon')
  await see(/^时间的写法如 24h/)
  type('confirm')
  await see(/没有在等待的任务/)
  type('quit')
  await ended
})
