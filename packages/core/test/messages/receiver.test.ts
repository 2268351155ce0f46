import { describe, expect, it, vi } from 'vitest'
import {
  createMemoryInbox,
  createMessageReceiver,
  createPlatform,
  diagnosePush,
  type MessageReceiverOptions,
  openMessage,
  type PlatformOptions,
  type PushRequest,
  type UserMessage,
  verifySignature,
} from '../../src/index.js'
import { nowMs, options, seal, toRequest } from '../sealed.js'

const appid = 'wxaaaaaaaaaaaaaaaa'
const url = `/wechat/message/${appid}`
const head = `<ToUserName>gh_0123456789ab</ToUserName><FromUserName>made-up-openid</FromUserName><CreateTime>${nowMs / 1000}</CreateTime>`
const text = (content: string, id = '1') =>
  `<xml>${head}<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content><MsgId>${id}</MsgId></xml>`
const event = (name: string, more = '') => `<xml>${head}<MsgType>event</MsgType><Event>${name}</Event>${more}</xml>`

const request = (xml: string, at = url): PushRequest => ({ ...toRequest(seal(xml)), url: at })

function setUp(more: Partial<MessageReceiverOptions> = {}) {
  const messages = createMessageReceiver({
    ...options,
    logger: false,
    now: () => nowMs,
    ...more,
  } as MessageReceiverOptions)
  return { messages, send: (xml: string, at?: string) => messages.handle(request(xml, at)) }
}

/** What WeChat reads of a sealed reply: the signature must fit and the key must open it. */
function openReply(
  body: string | Uint8Array,
  platform: PlatformOptions & { readonly token: string } = options,
): string {
  const part = (name: string) => new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]+)`).exec(String(body))?.[1] ?? ''
  const { keys } = createPlatform(platform)
  const encrypt = part('Encrypt')
  const signed = verifySignature(part('MsgSignature'), platform.token, part('TimeStamp'), part('Nonce'), encrypt)
  expect(signed).toBe(true)
  return openMessage(encrypt, keys[0] as (typeof keys)[number]).message.toString()
}

describe('events of accounts', () => {
  it('arrive typed, with the account’s appid from the path', async () => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('weapp_audit_fail', ({ authorizerAppId, outcome, reasons, screenshots, payload }) =>
      seen.push({ authorizerAppId, outcome, reasons, screenshots, reason: payload.Reason }),
    )
    const more =
      '<Reason><![CDATA[1:账号信息不符合规范：(1):包含色情因素<br>2:服务类目不一致<br>]]></Reason><FailTime>1700000000</FailTime><ScreenShot>a|b|c</ScreenShot>'
    expect((await send(event('weapp_audit_fail', more))).body).toBe('success')
    expect(seen).toEqual([
      {
        authorizerAppId: appid,
        outcome: 'failed',
        reasons: ['账号信息不符合规范：(1):包含色情因素', '服务类目不一致'],
        screenshots: ['a', 'b', 'c'],
        reason: expect.stringContaining('<br>'),
      },
    ])
  })

  it('narrow by their status tables, and a penalty has its deadline as a date', async () => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('wxa_nickname_audit', ({ outcome, status }) => seen.push([outcome, status.code]))
    messages.on('wxa_punish_event', ({ detail, rectifyDeadline }) => seen.push([detail?.warned_type, rectifyDeadline]))
    await send(event('wxa_nickname_audit', '<nickname>样例</nickname><ret>3</ret>'))
    const detail = JSON.stringify({ warned_type: 2, rectify_deadline: 1_700_000_000 })
    await send(event('wxa_punish_event', `<event_type>1</event_type><detail><![CDATA[${detail}]]></detail>`))
    expect(seen).toEqual([
      ['succeeded', 3],
      [2, new Date(1_700_000_000_000)],
    ])
  })

  it.each(['not json', '[1]', 'null', '{"rectify_deadline":"soon"}'])('survive a detail that is %s', async (detail) => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('wxa_punish_event', ({ rectifyDeadline, payload }) => seen.push([rectifyDeadline, payload.event_type]))
    await send(event('wxa_punish_event', `<event_type>3</event_type><detail><![CDATA[${detail}]]></detail>`))
    expect(seen).toEqual([[undefined, 3]])
  })

  it('of other kinds are unknown, by name; a push of the other URL says which URL it belongs to', async () => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('unknown', ({ wireInfoType, issues }) => seen.push([wireInfoType, issues[0]?.hint]))
    await send(event('subscribe'))
    await send('<xml><CreateTime>1</CreateTime><InfoType>authorized</InfoType></xml>')
    expect(seen).toEqual([
      ['subscribe', undefined],
      ['authorized', expect.stringContaining('授权事件接收 URL')],
    ])
  })

  it('are stored in the inbox and delivered by this receiver only, with the account', async () => {
    const inbox = createMemoryInbox()
    const { messages, send } = setUp({ inbox })
    const seen: unknown[] = []
    messages.on('weapp_audit_success', ({ authorizerAppId, outcome }) => seen.push([authorizerAppId, outcome]))
    await send(event('weapp_audit_success', '<SuccTime>1700000000</SuccTime>'))
    expect((await inbox.list()).entries[0]).toMatchObject({
      channel: 'message',
      infoType: 'weapp_audit_success',
      appid,
    })
    await messages.start()
    await messages.idle()
    await messages.close()
    expect(seen).toEqual([[appid, 'succeeded']])
  })
})

describe('the account in the path', () => {
  it.each([
    [url, appid],
    [`/callback/a${appid}`, appid],
    [`${url}/?x=1`, appid],
    ['/wechat/message', undefined],
    ['/wechat/message/gh_0123456789ab', undefined],
    [`/${appid}/callback`, appid],
    [`/a${appid}/callback`, appid],
    [`/wechat/${options.componentAppId}/message`, undefined],
    [`/wechat/${options.componentAppId}/message/${appid}`, appid],
    [`/wechat/message/${appid}0`, undefined],
    [`/wechat/message/${appid.toUpperCase()}`, undefined],
    ['/wechat/message/$APPID$', undefined],
    [`/wechat/message?appid=${appid}`, undefined],
  ])('%s: %s', async (at, expected) => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('*', (_, { authorizerAppId }) => seen.push(authorizerAppId))
    await send(event('weapp_audit_success'), at)
    expect(seen).toEqual([expected])
  })

  it('is missed once in the log, with what to enter in the console', async () => {
    const lines: string[] = []
    const logger = { info() {}, warn: (_: object, line: string) => void lines.push(line), error() {} }
    const { send } = setUp({ logger, language: 'zh' })
    await send(event('weapp_audit_success'), '/wechat/message')
    await send(event('weapp_audit_delay'), '/wechat/message')
    expect(lines.filter((line) => line.includes('$APPID$'))).toHaveLength(1)
  })
})

describe('messages of users', () => {
  it('are typed by MsgType and answered with a sealed reply', async () => {
    const { messages, send } = setUp()
    messages.on('message', (message) => {
      if (message.messageType === 'text') message.reply({ text: `you said ${message.payload.Content} ]]>` })
    })
    const { body, headers } = await send(text('hello'))
    expect(headers['content-type']).toContain('xml')
    const reply = openReply(body)
    expect(reply).toContain('<ToUserName><![CDATA[made-up-openid]]></ToUserName>')
    expect(reply).toContain('<MsgType><![CDATA[text]]></MsgType>')
    expect(reply).toContain('you said hello ]]]]><![CDATA[>')
  })

  it('are answered success where nobody replies', async () => {
    const { messages, send } = setUp()
    messages.on('message', () => undefined)
    expect((await send(text('hello'))).body).toBe('success')
  })

  it('that are repeated share the answer under way, and are handled once, by MsgId', async () => {
    const { messages, send } = setUp()
    let runs = 0
    messages.on('message', async (message) => {
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
      message.reply({ text: `answer ${runs}` })
    })
    const again = text('hello').replace('<CreateTime>', '<Extra>1</Extra><CreateTime>')
    const [first, repeat] = await Promise.all([send(text('hello')), send(again)])
    const later = await send(text('hello'))
    for (const { body } of [first, repeat, later]) expect(openReply(body)).toContain('answer 1')
    expect(runs).toBe(1)
  })

  it('are not stored: a thousand of them leave the inbox empty', async () => {
    const inbox = createMemoryInbox()
    const { messages, send } = setUp({ inbox })
    let handled = 0
    messages.on('message', () => {
      handled += 1
    })
    for (let n = 0; n < 1_000; n++) await send(text('hello', String(n)))
    for (let n = 0; n < 10; n++) await send(event('weapp_audit_delay', `<DelayTime>${n}</DelayTime>`))
    expect(handled).toBe(1_000)
    expect(await inbox.counts()).toMatchObject({ pending: 10 })
  })

  it('without a type are not stored either, and neither are events that a user causes', async () => {
    const inbox = createMemoryInbox()
    const { messages, send } = setUp({ inbox })
    const seen: unknown[] = []
    messages.on('unknown', ({ messageType, wireInfoType }) => seen.push([messageType, wireInfoType]))
    await send(text('hello').replace('<MsgType>text', '<MsgType>file'))
    await send(text('hello').replace(/<MsgId>.*<\/MsgId>/, ''))
    await send(event('subscribe'))
    await send(event('VIEW'))
    expect(seen).toEqual([
      ['file', 'file'],
      ['text', 'text'],
      ['event', 'subscribe'],
      ['event', 'VIEW'],
    ])
    expect(await inbox.counts()).toMatchObject({ pending: 0 })
    await send(event('weapp_something_new'))
    expect(await inbox.counts()).toMatchObject({ pending: 1 })
  })

  it('whose handlers fail after a reply may be replied to anew when they are repeated', async () => {
    const { messages, send } = setUp()
    let runs = 0
    messages.on('message', async (message) => {
      runs += 1
      message.reply({ text: `answer ${runs}` })
      if (runs === 1) throw new Error('no')
    })
    expect((await send(text('hello'))).status).toBe(500)
    expect(openReply((await send(text('hello'))).body)).toContain('answer 2')
    expect(openReply((await send(text('hello'))).body)).toContain('answer 2')
    expect(runs).toBe(2)
  })

  it('that are answered late are answered when they are repeated, without a second run', async () => {
    const { messages, send } = setUp({ deadlineMs: 50, now: Date.now })
    let finish = () => {}
    const work = new Promise<void>((resolve) => {
      finish = resolve
    })
    let runs = 0
    messages.on('message', async (message) => {
      runs += 1
      await work
      message.reply({ text: 'at last' })
    })
    expect((await send(text('hello'))).status).toBe(503)
    finish()
    expect(openReply((await send(text('hello'))).body)).toContain('at last')
    expect(runs).toBe(1)
  })

  it('of two accounts with one MsgId are two messages', async () => {
    const { messages, send } = setUp()
    messages.on('message', (message) => message.reply({ text: `from ${message.toUserName}` }))
    const other = text('hello').replace('gh_0123456789ab', 'gh_ba9876543210')
    expect(openReply((await send(text('hello'))).body)).toContain('from gh_0123456789ab')
    expect(openReply((await send(other)).body)).toContain('from gh_ba9876543210')
  })

  it('are replied to without the characters that XML does not have', async () => {
    const { messages, send } = setUp()
    messages.on('message', (message) => message.reply({ text: 'a\u0000b\u0008c\ufffed\ne' }))
    expect(openReply((await send(text('hello'))).body)).toContain('<![CDATA[abcd\ne]]>')
  })

  it('that cannot be replied to as asked leave the reply open', async () => {
    const { messages, send } = setUp()
    messages.on('message', (message) => {
      expect(() => message.reply(undefined as never)).toThrow(TypeError)
      message.reply({ text: 'the second' })
    })
    expect(openReply((await send(text('hello'))).body)).toContain('the second')
  })

  it('and events are frozen', async () => {
    const { messages, send } = setUp()
    const frozen: boolean[] = []
    messages.on('*', (_, each) => frozen.push(Object.isFrozen(each), Object.isFrozen(each.payload)))
    await send(text('hello'))
    await send(event('weapp_audit_success'))
    expect(frozen).toEqual([true, true, true, true])
  })

  it.each([
    ['', undefined],
    ['<xml>', undefined],
    ['null', undefined],
    ['{"MsgType":"text","MsgId":{"a":1}}', 'text'],
    ['<xml><MsgType>text</MsgType><MsgType>text</MsgType><MsgId>1</MsgId></xml>', undefined],
    ['<xml><MsgType>text</MsgType><MsgId>1</MsgId><MsgId>2</MsgId><Content>x</Content></xml>', 'text'],
    ['<xml><MsgType>__proto__</MsgType><MsgId>1</MsgId></xml>', '__proto__'],
    ['<xml><MsgType>event</MsgType><Event>constructor</Event></xml>', 'constructor'],
    ['<xml><MsgType>event</MsgType><Event>wxa_category_audit</Event><first>1</nickname></xml>', 'wxa_category_audit'],
  ])('that are no message as WeChat sends them are unknown: %s', async (xml, name) => {
    const { messages, send } = setUp()
    const seen: unknown[] = []
    messages.on('*', (infoType, each) => seen.push([infoType, 'wireInfoType' in each ? each.wireInfoType : undefined]))
    expect((await send(xml)).body).toBe('success')
    expect(seen).toEqual([['unknown', name]])
  })

  it('are stored where store says so, and a reply then says what to do instead', async () => {
    const inbox = createMemoryInbox()
    const { messages, send } = setUp({ inbox, store: true })
    const errors: unknown[] = []
    messages.on('message', (message) => {
      try {
        message.reply({ text: 'late' })
      } catch (error) {
        errors.push(error)
      }
    })
    expect((await send(text('hello'))).body).toBe('success')
    await messages.start()
    await messages.idle()
    await messages.close()
    expect(errors).toEqual([
      expect.objectContaining({ code: 'ERR_REPLY', hint: expect.stringContaining('sendCustomerMessage') }),
    ])
  })

  it('of a mini program take no text reply, and a second reply is refused', async () => {
    const { messages, send } = setUp({ accountKind: () => 'mini-program' })
    const codes: unknown[] = []
    const attempt = (message: UserMessage, reply: Parameters<UserMessage['reply']>[0]) => {
      try {
        message.reply(reply)
        codes.push('sent')
      } catch (error) {
        codes.push((error as { readonly code?: string }).code)
      }
    }
    messages.on('message', (message) => {
      attempt(message, { text: 'no' })
      attempt(message, { customerService: true })
      attempt(message, { customerService: true })
    })
    expect(openReply((await send(text('hello'))).body)).toContain('transfer_customer_service')
    expect(codes).toEqual(['ERR_REPLY', 'sent', 'ERR_REPLY'])
  })

  it('are replied to with the key and token that opened them, while both are being changed', async () => {
    const old = { ...options, token: 'previous-token', encodingAesKey: 'Z'.repeat(43) }
    const messages = createMessageReceiver({
      componentAppId: options.componentAppId,
      token: [options.token, old.token],
      encodingAesKey: [options.encodingAesKey, old.encodingAesKey],
      logger: false,
      now: () => nowMs,
    })
    messages.on('message', (message) => message.reply({ text: 'sealed as it came' }))
    const sealedByOld = { ...toRequest(seal(text('hello'), old)), url }
    expect(openReply((await messages.handle(sealedByOld)).body, old)).toContain('sealed as it came')
  })

  it('whose handlers fail are answered 500, so that WeChat repeats them', async () => {
    const { messages, send } = setUp()
    messages.on('message', () => {
      throw new Error('no')
    })
    expect((await send(text('hello'))).status).toBe(500)
  })
})

it('a message whose handlers are late is answered 503, with the hint to send the rest afterwards', async () => {
  const lines: unknown[] = []
  const logger = {
    info() {},
    warn: (fields: object) => lines.push(fields),
    error: (fields: object) => lines.push(fields),
  }
  const { messages, send } = setUp({ deadlineMs: 50, logger })
  messages.on('message', () => new Promise((resolve) => setTimeout(resolve, 200)))
  expect((await send(text('hello'))).status).toBe(503)
  const line = expect.objectContaining({
    code: 'ERR_HANDLER_TIMEOUT',
    hint: expect.stringContaining('sendCustomerMessage'),
  })
  await vi.waitFor(() => expect(lines).toContainEqual(line))
})

describe('names and options', () => {
  it('with a typo are refused with what was meant', () => {
    const { messages } = setUp()
    expect(() => messages.on('weapp_audit_failed' as never, () => undefined)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('weapp_audit_fail') }),
    )
    expect(() => setUp({ relaseCheck: true } as never)).toThrow(/relaseCheck/)
    expect(() => setUp({ releaseCheck: true })).toThrow(/client/)
  })
})

describe('the modes of the console', () => {
  const plain = text('hello')

  it('plain text is refused, and log and diagnosis name 安全模式', async () => {
    const lines: unknown[] = []
    const logger = { info() {}, error() {}, warn: (fields: object) => lines.push(fields) }
    const { messages } = setUp({ logger })
    const refused = { ...request(plain), body: plain }
    expect((await messages.handle(refused)).status).toBe(400)
    const line = expect.objectContaining({ hint: expect.stringContaining('安全模式') })
    await vi.waitFor(() => expect(lines).toContainEqual(line))
    expect(diagnosePush(refused, [createPlatform(options)])?.hint).toContain('安全模式')
  })

  it('a push with the plain text beside the sealed one is opened by the sealed one', async () => {
    const { messages } = setUp()
    const seen: unknown[] = []
    messages.on('message', ({ payload }) => seen.push(payload))
    const sealed = request(text('sealed'))
    const both = String(sealed.body).replace('</xml>', '<Content>plain</Content><MsgType>text</MsgType></xml>')
    expect((await messages.handle({ ...sealed, body: both })).body).toBe('success')
    expect(seen).toEqual([{ Content: 'sealed' }])
  })
})
