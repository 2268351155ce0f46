import { describe, expect, it } from 'vitest'
import { createMessageReceiver, createPlatform, openMessage, type PushRequest } from '../../src/index.js'
import { nowMs, options, seal, toRequest } from '../sealed.js'

const officialAccount = { appid: 'wx570bc396a51b8ff8', userName: 'gh_3c884a361561' }
const miniProgram = { appid: 'wxd101a85aa106f53e', userName: 'gh_8dad206e9538' }
const code = 'queryauthcode@@@made-up'

const documentOf = (userName: string, rest: string) =>
  `<xml><ToUserName>${userName}</ToUserName><FromUserName>made-up-openid</FromUserName><CreateTime>${nowMs / 1000}</CreateTime>${rest}</xml>`
const textOf = (content: string, userName = officialAccount.userName) =>
  documentOf(
    userName,
    `<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content><MsgId>${content.length}</MsgId>`,
  )

function setUp(
  queryAuth: () => Promise<unknown> = async () => ({}),
  more: { readonly maxAgeMs?: number; readonly now?: () => number } = {},
) {
  const calls: unknown[] = []
  const seen: unknown[] = []
  const messages = createMessageReceiver({
    ...options,
    logger: false,
    now: () => nowMs,
    ...more,
    releaseCheck: true,
    client: {
      component: {
        queryAuth(input) {
          calls.push(['queryAuth', input])
          return queryAuth()
        },
      },
      authorizer: (appid) => ({
        async sendCustomerMessage(message) {
          calls.push(['send', appid, message])
        },
      }),
    },
  })
  messages.on('*', (name) => seen.push(name))
  const send = (xml: string) =>
    messages.handle({ ...toRequest(seal(xml)), url: `/${officialAccount.appid}` } as PushRequest)
  return { messages, send, calls, seen }
}

function openReply(body: string | Uint8Array): string {
  const encrypt = /<Encrypt><!\[CDATA\[([^\]]+)/.exec(String(body))?.[1] ?? ''
  const { keys } = createPlatform(options)
  return openMessage(encrypt, keys[0] as (typeof keys)[number]).message.toString()
}

const sent = [
  'send',
  officialAccount.appid,
  { touser: 'made-up-openid', msgtype: 'text', text: { content: `${code}_from_api` } },
]

describe('the release check', () => {
  it('gets its text back', async () => {
    const { send, seen } = setUp()
    const { body } = await send(textOf('TESTCOMPONENT_MSG_TYPE_TEXT'))
    expect(openReply(body)).toContain('<![CDATA[TESTCOMPONENT_MSG_TYPE_TEXT_callback]]>')
    expect(seen).toEqual([])
  })

  it('gets an empty answer for the code, then a message by the API; one exchange however often it is repeated', async () => {
    const { send, calls } = setUp()
    expect(await send(textOf(`QUERY_AUTH_CODE:${code}`))).toMatchObject({ status: 200, body: '' })
    expect((await send(textOf(`QUERY_AUTH_CODE:${code}`))).body).toBe('')
    await expect.poll(() => calls).toEqual([['queryAuth', { authorization_code: code }], sent])
  })

  it.each([61009, 61010])('uses the stored token where the code is used up (%d)', async (errcode) => {
    const { send, calls } = setUp(() => Promise.reject(Object.assign(new Error('used'), { errcode })))
    await send(textOf(`QUERY_AUTH_CODE:${code}`))
    await expect.poll(() => calls.at(-1)).toEqual(sent)
  })

  it('sends nothing when the exchange fails for another reason', async () => {
    const { send, calls } = setUp(() => Promise.reject(Object.assign(new Error('no'), { errcode: 61004 })))
    await send(textOf(`QUERY_AUTH_CODE:${code}`))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(calls).toHaveLength(1)
  })

  it('gets the older event step', async () => {
    const { send } = setUp()
    const { body } = await send(documentOf(officialAccount.userName, '<MsgType>event</MsgType><Event>LOCATION</Event>'))
    expect(openReply(body)).toContain('LOCATIONfrom_callback')
  })

  it('is passed for the ten test accounts only', async () => {
    const { send, calls, seen } = setUp()
    const other = 'gh_0123456789ab'
    expect((await send(textOf('TESTCOMPONENT_MSG_TYPE_TEXT', other))).body).toBe('success')
    expect((await send(textOf(`QUERY_AUTH_CODE:${code}`, other))).body).toBe('success')
    expect(seen).toEqual(['message', 'message'])
    expect(calls).toEqual([])
  })

  it('asks a mini program for the code alone: text and events go to the handlers, without a fault', async () => {
    const { send, calls, seen } = setUp()
    expect((await send(textOf('TESTCOMPONENT_MSG_TYPE_TEXT', miniProgram.userName))).body).toBe('success')
    const entered = documentOf(miniProgram.userName, '<MsgType>event</MsgType><Event>user_enter_tempsession</Event>')
    expect((await send(entered)).body).toBe('success')
    expect(seen).toEqual(['message', 'unknown'])
    expect((await send(textOf(`QUERY_AUTH_CODE:${code}`, miniProgram.userName))).body).toBe('')
    await expect.poll(() => calls.at(-1)).toEqual(['send', miniProgram.appid, expect.anything()])
  })

  it('leaves what has a type and pushes of the other URL to the handlers', async () => {
    const { send, seen } = setUp()
    const { userName } = officialAccount
    await send(documentOf(userName, '<MsgType>event</MsgType><Event>weapp_audit_success</Event>'))
    await send(documentOf(userName, '<InfoType>authorized</InfoType>'))
    expect(seen).toEqual(['weapp_audit_success', 'unknown'])
  })

  it('counts a repeat as a duplicate, and a repeat of another message waits for the handlers as usual', async () => {
    const { messages, send, seen } = setUp()
    const signals: string[] = []
    messages.signals.on('accepted', () => signals.push('accepted'))
    messages.signals.on('duplicate', () => signals.push('duplicate'))
    let runs = 0
    messages.on('message', (message) => {
      runs += 1
      if (runs === 1) throw new Error('no')
      message.reply({ text: 'hi' })
    })
    for (let n = 0; n < 2; n++) await send(textOf('TESTCOMPONENT_MSG_TYPE_TEXT'))
    expect(signals).toEqual(['accepted', 'duplicate'])
    expect((await send(textOf('hello'))).status).toBe(500)
    expect(openReply((await send(textOf('hello'))).body)).toContain('hi')
    expect(seen).toEqual(['message', 'message'])
  })

  it('does not start for a push that is too old', async () => {
    const { send, calls } = setUp(undefined, { maxAgeMs: 1_000, now: () => nowMs + 3_600_000 })
    expect((await send(textOf(`QUERY_AUTH_CODE:${code}`))).status).toBe(401)
    expect(calls).toEqual([])
  })

  it('is waited for by close', async () => {
    const { messages, send, calls } = setUp(() => new Promise((resolve) => setTimeout(resolve, 30)))
    await send(textOf(`QUERY_AUTH_CODE:${code}`))
    await messages.close()
    expect(calls.at(-1)).toEqual(sent)
  })

  it('leaves other messages of the test accounts to the handlers', async () => {
    const { send, seen } = setUp()
    await send(textOf('hello'))
    expect(seen).toEqual(['message'])
  })
})
