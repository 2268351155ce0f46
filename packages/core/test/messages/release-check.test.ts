import { describe, expect, it } from 'vitest'
import { createMessageReceiver, createPlatform, openMessage, type PushRequest } from '../../src/index.js'
import { nowMs, options, seal, toRequest } from '../sealed.js'

const officialAccount = { appid: 'wx570bc396a51b8ff8', userName: 'gh_3c884a361561' }
const code = 'queryauthcode@@@made-up'

const documentOf = (userName: string, rest: string) =>
  `<xml><ToUserName>${userName}</ToUserName><FromUserName>made-up-openid</FromUserName><CreateTime>${nowMs / 1000}</CreateTime>${rest}</xml>`
const textOf = (content: string, userName = officialAccount.userName) =>
  documentOf(
    userName,
    `<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content><MsgId>${content.length}</MsgId>`,
  )

function setUp(queryAuth: () => Promise<unknown> = async () => ({})) {
  const calls: unknown[] = []
  const seen: unknown[] = []
  const messages = createMessageReceiver({
    ...options,
    logger: false,
    now: () => nowMs,
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
  return { send, calls, seen }
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

  it('leaves other messages of the test accounts to the handlers', async () => {
    const { send, seen } = setUp()
    await send(textOf('hello'))
    expect(seen).toEqual(['message'])
  })
})
