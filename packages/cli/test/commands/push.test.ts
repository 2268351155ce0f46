import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMessageReceiver, createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { env, otherKey, platform, wehook } from '../run'

const received: { readonly infoType: string; readonly payload: unknown }[] = []
const receiver = createReceiver({ ...platform, token: [platform.token, 'old'], logger: false })
receiver.on('*', (infoType, { payload }) => void received.push({ infoType, payload }))
const server = createServer(toNodeHandler(receiver))
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/authorization`
})
afterAll(() => void server.close())
beforeEach(() => {
  received.length = 0
})

test('a sealed event arrives typed, and request, answer and time are shown', async () => {
  const { code, out } = await wehook(['push', 'authorized', url])
  expect(code).toBe(0)
  expect(received).toMatchObject([{ infoType: 'authorized' }])
  expect(out).toContain(`POST ${url}?signature=`)
  expect(out).toMatch(/200 success · \d+ ms/)
})

test('a URL before the InfoType is refused with the right line, without its password', async () => {
  const { code, err } = await wehook(['push', 'http://u:p@127.0.0.1:9/', 'authorized'])
  expect(code).toBe(2)
  expect(err).toMatch(/the InfoType comes first, then the URL: wehook push authorized http:\/\/.*127\.0\.0\.1:9\//)
  expect(err).not.toContain('u:p@')
})

test('fields are set by flags, numbers where the event has numbers', async () => {
  const flags = ['-s', 'failed', '-f', 'status=101', '-f', 'info.name=示例二', '-f', 'info.code_type=2', '-f', 'msg!']
  await wehook(['push', 'notify_third_fasteregister', url, ...flags])
  expect(received[0]?.payload).toMatchObject({ status: 101, info: { name: '示例二', code_type: 2 } })
  expect(received[0]?.payload).not.toHaveProperty('msg')
})

test('fields of a list are set too', async () => {
  await wehook(['push', 'order_path_audit_result_notify', url, '-f', 'list.status=3'])
  expect(received[0]?.payload).toMatchObject({ list: [{ status: 3 }] })
})

test('fields come as JSON, inline or from a file, and flags go on top', async () => {
  const json = '{"AuthorizerAppid":"wx0123456789abcde0"}'
  await wehook(['push', 'unauthorized', url, '--fields', json])
  await wehook(['push', 'unauthorized', url, '--fields', '@f.json', '-f', 'AuthorizerAppid=wx0123456789abcde2'], {
    files: { 'f.json': json },
  })
  expect(received.map(({ payload }) => payload)).toEqual([
    { AuthorizerAppid: 'wx0123456789abcde0' },
    { AuthorizerAppid: 'wx0123456789abcde2' },
  ])
})

test('a text is sealed as it is', async () => {
  const xml = '<xml><InfoType>brand_new</InfoType><CreateTime>1</CreateTime></xml>'
  await wehook(['push', '--xml', 'f.xml', url], { files: { 'f.xml': xml } })
  expect(received).toMatchObject([{ infoType: 'unknown' }])
})

test('a refused push exits 1 and says what its answer means', async () => {
  const { code, out } = await wehook(['push', 'authorized', url, '--aes-key', otherKey])
  expect(code).toBe(1)
  expect(out).toContain('401')
  expect(out).toContain('消息加解密 Key')
})

test('the previous token signs when asked to', async () => {
  const { code } = await wehook(['push', 'unauthorized', url, '--previous-token'], {
    env: { ...env, WX_TOKEN_PREVIOUS: 'old' },
  })
  expect(code).toBe(0)
})

test('--curl sends nothing and prints a line that open understands', async () => {
  const { out } = await wehook(['push', 'unauthorized', url, '--curl'])
  expect(received).toEqual([])
  expect((await wehook(['open'], { stdin: out })).out).toContain('unauthorized')
})

test('--curl with --json is JSON, and open understands its line', async () => {
  const { out } = await wehook(['push', 'unauthorized', url, '--curl', '--json'])
  const { curl } = JSON.parse(out)
  expect((await wehook(['open', curl])).out).toContain('unauthorized')
})

test('a password in the URL is sent and not shown, nor a cookie of the answer', async () => {
  const seen: (string | undefined)[] = []
  const host = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.setHeader('set-cookie', 'session=hush').end('success')
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const at = `http://guest:hush@127.0.0.1:${(host.address() as AddressInfo).port}/`
  for (const flags of [[], ['--json']]) {
    const { code, all } = await wehook(['push', 'unauthorized', at, ...flags])
    expect(code).toBe(0)
    expect(all).not.toContain('hush')
  }
  host.close()
  expect(seen).toEqual(Array(2).fill(`Basic ${btoa('guest:hush')}`))
  expect((await wehook(['push', 'unauthorized', 'ftp://guest:hush@host'])).err).not.toContain('hush')
})

test('--json holds request, event and answer, and no secret', async () => {
  const { out } = await wehook(['push', 'component_verify_ticket', url, '--json'])
  const { ok, request, event, answer } = JSON.parse(out)
  expect({ ok, status: answer.status, body: answer.body }).toEqual({ ok: true, status: 200, body: 'success' })
  expect(request.url).toContain('msg_signature=')
  expect(event.payload.ComponentVerifyTicket).toMatch(/^ticket@@@•/)
})

test('no command prints a token or a key', async () => {
  const runs = await Promise.all([
    wehook(['push', 'authorized', url]),
    wehook(['push', 'authorized', url, '--json']),
    wehook(['push', 'authorized', url, '--curl']),
    wehook(['push', 'authorized', url, '--aes-key', 'tooShort']),
    wehook(['doctor', '--url', url]),
    wehook(['doctor', '--json', '--aes-key', 'tooShort']),
  ])
  for (const { all } of runs) {
    expect(all).not.toContain(platform.token)
    expect(all).not.toContain(platform.encodingAesKey)
    expect(all).not.toContain('tooShort')
  }
})

test('--list shows every InfoType with its samples', async () => {
  const { code, out } = await wehook(['push', '--list'], { env: {} })
  expect(code).toBe(0)
  expect(out).toContain('notify_third_fasteregister  succeeded failed')
  expect(JSON.parse((await wehook(['push', '--list', '--json'])).out)).toHaveProperty('notify_3rd_wxa_auth')
})

test.each([
  ['no URL', ['push', 'authorized'], 'expected an InfoType and a URL'],
  ['a URL without a protocol', ['push', 'authorized', 'host/path'], 'http://'],
  ['a misspelt InfoType', ['push', 'authorised', 'http://host'], "did you mean 'authorized'?"],
  [
    'a misspelt field',
    ['push', 'unauthorized', 'http://host', '-f', 'AuthorizerAppId=x'],
    "did you mean 'AuthorizerAppid'?",
  ],
  [
    'text where a number belongs',
    ['push', 'notify_third_fasteregister', 'http://host', '-f', 'status=ok'],
    'status is an integer',
  ],
  ['a field without a value', ['push', 'unauthorized', 'http://host', '-f', 'x'], 'path=value'],
  ['an unknown sample', ['push', 'notify_third_fasteregister', 'http://host', '-s', 'nope'], 'succeeded, failed'],
  ['fields that are no JSON', ['push', 'unauthorized', 'http://host', '--fields', 'x'], 'JSON object'],
  ['a file that is missing', ['push', '--xml', 'gone', 'http://host'], 'gone'],
  ['an unknown option', ['push', '--bogus'], '--bogus'],
  ['an option without its value', ['push', 'authorized', 'http://host', '--token'], '--token'],
  ['an unknown language', ['push', '--list', '--lang', 'fr'], 'zh or en'],
])('%s exits 2 and says what to change', async (_, argv, message) => {
  const { code, err } = await wehook(argv)
  expect(code).toBe(2)
  expect(err).toContain(message)
  expect(err).not.toContain('    at ')
})

test('an event of an account goes to 消息与事件接收 URL, with its appid in the place of $APPID$', async () => {
  const messages = createMessageReceiver({ ...platform, logger: false })
  const seen: unknown[] = []
  messages.on('*', (infoType, { authorizerAppId }) => seen.push([infoType, authorizerAppId]))
  messages.on('message', (message) => message.reply({ text: 'hello' }))
  const messageServer = createServer(toNodeHandler(messages))
  await new Promise<void>((resolve) => messageServer.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(messageServer.address() as AddressInfo).port}/wechat/message/$APPID$`
  const account = 'wx00000000000000a1'
  const event = await wehook(['push', 'weapp_audit_fail', at, '--account', account])
  const chat = await wehook(['push', 'text', at, '-f', 'Content=invented words'])
  messageServer.close()
  expect([event.code, chat.code]).toEqual([0, 0])
  expect(event.out).toMatch(/200 success/)
  expect(event.out).toMatch(/outcome +failed/)
  expect(chat.out).toContain('message of a user: text')
  expect(chat.out).not.toContain('invented words')
  expect(seen).toEqual([
    ['weapp_audit_fail', account],
    ['message', 'wx0123456789abcdef'],
  ])
})
