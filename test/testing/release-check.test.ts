import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createClient } from '@wehook/client'
import { createPlatform, createReceiver, openPush, parseQuery, readDocument, sealMessage, signPush } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { createSimulatedPlatform, type ReleaseCheckOptions, type SimulatedPlatform } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'

type Message = Readonly<Record<string, string>>
interface Faults {
  readonly textReply?: (message: Message) => string
  readonly answer?: string
  readonly sendLate?: boolean
  readonly refuseTickets?: boolean
}

/** A provider's service by hand: the checker has to find what is wrong with it. */
async function createProvider(faults: Faults = {}): Promise<SimulatedPlatform> {
  const platform = await createSimulatedPlatform({ tickets: false })
  const receiver = createReceiver({ ...platform.receiverOptions, logger: false })
  const client = createClient({ ...platform.clientOptions, logger: false })
  client.follow(receiver)
  const onEvents = toNodeHandler(receiver)
  const keys = createPlatform(platform.receiverOptions)

  function sealed(xml: string): string {
    const encrypt = sealMessage(xml, keys.componentAppId, keys.keys[0] as never)
    const signature = signPush(keys.tokens[0] ?? '', '1700000000', 'nonce', encrypt)
    return `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[nonce]]></Nonce></xml>`
  }
  const reply = (message: Message, content: string) =>
    faults.textReply?.(message) ??
    sealed(
      `<xml><ToUserName>${message['FromUserName']}</ToUserName><FromUserName>${message['ToUserName']}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>${content}</Content></xml>`,
    )

  async function sendFromApi(appid: string, openid: string, code: string): Promise<void> {
    await client.authorizer(appid).accessToken()
    if (faults.sendLate) return
    await client.call('/cgi-bin/message/custom/send', {
      token: { authorizer: appid },
      body: { touser: openid, msgtype: 'text', text: { content: `${code}_from_api` } },
    })
  }

  async function onMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { xml } = openPush({ query: parseQuery(request.url ?? ''), body }, [keys])
    const message = (readDocument(xml) as { root: Message }).root
    const { Content = '', Event, FromUserName = '' } = message
    const code = /^QUERY_AUTH_CODE:(.*)/s.exec(Content)?.[1]
    if (code === undefined) {
      response.end(reply(message, Event === undefined ? `${Content}_callback` : `${Event}from_callback`))
      return
    }
    response.end(faults.answer ?? '')
    const appid = /\/message\/(\w+)/.exec(request.url ?? '')?.[1] ?? ''
    await sendFromApi(appid, FromUserName, code)
  }

  const server = createServer((request, response) => {
    if (request.url?.startsWith('/message/')) onMessage(request, response).catch(() => response.destroy())
    else if (faults.refuseTickets) response.writeHead(500).end()
    else onEvents(request, response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  platform.pushTo(`${base}/authorization`, { messageUrl: `${base}/message/$APPID$` })
  onTestFinished(async () => {
    await platform.close()
    await receiver.close()
    server.close()
  })
  return platform
}

async function namesOf(platform: SimulatedPlatform, options: ReleaseCheckOptions) {
  const { passed, rows } = await platform.runReleaseCheck(options)
  return { passed, names: rows.map(({ name }) => name), failed: rows.filter((row) => !row.passed) }
}

const start = ['组件ticket正确接收', '生成预授权码', '获取授权code']

describe('the release check', () => {
  it.each([
    [[], [...start, '授权', '取消授权', '授权', '取消授权']],
    [[1], [...start, '授权', '返回普通文本消息', '返回Api文本消息', '取消授权', '授权', '取消授权']],
    [[19], [...start, '授权', '取消授权', '授权', '返回Api文本消息', '取消授权']],
    [
      [1, 19],
      [...start, '授权', '返回普通文本消息', '返回Api文本消息', '取消授权', '授权', '返回Api文本消息', '取消授权'],
    ],
  ] as const)(
    'with the message permission sets %j runs these steps, and a right host passes',
    async (permissionSets, names) => {
      const platform = await createProvider()
      expect(await namesOf(platform, { permissionSets, group: 3 })).toEqual({ passed: true, names, failed: [] })
      const accounts = platform.authorizers.map((account) => account.userName)
      expect(accounts).toEqual(['gh_3f222ed8d140', 'gh_393666f1fdf4'])
    },
  )

  it('sends an event as older checks did, when asked', async () => {
    const platform = await createProvider()
    expect(await namesOf(platform, { permissionSets: [1], event: true })).toMatchObject({
      passed: true,
      names: expect.arrayContaining(['发送事件消息']),
    })
  })

  it.each([
    [
      'replies in plain text',
      { textReply: (): string => 'TESTCOMPONENT_MSG_TYPE_TEXT_callback' },
      '返回普通文本消息',
      /neither success, nor empty, nor a reply/,
    ],
    ['does not reply', { textReply: (): string => 'success' }, '返回普通文本消息', /the answer was empty or success/],
    ['answers the code before the API', { answer: 'ok' }, '返回Api文本消息', /expected an empty answer/],
    [
      'never sends by the API',
      { sendLate: true },
      '返回Api文本消息',
      /_from_api by the customer service API within 200 ms/,
    ],
  ] as const)('a host that %s fails, and the row says why', async (_, faults, name, reason) => {
    const platform = await createProvider(faults)
    const { passed, failed } = await namesOf(platform, { permissionSets: [1], waitMs: 200 })
    expect(passed).toBe(false)
    expect(failed.map((row) => row.name)).toEqual([name])
    expect(failed[0]?.detail.en).toMatch(reason)
    expect(failed[0]?.detail.zh).toMatch(/[\u4e00-\u9fff]/)
  })

  it('a host that refuses pushes fails at the ticket', async () => {
    const platform = await createProvider({ refuseTickets: true })
    const { failed } = await namesOf(platform, { permissionSets: [] })
    expect(failed.map((row) => row.name)).toContain('组件ticket正确接收')
  })
})
