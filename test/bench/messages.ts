import { Readable } from 'node:stream'
import { createMessageReceiver, createPlatform, openMessage } from '@wehook/core'
import { sealMessagePush } from '@wehook/testing'
import cowechat from 'co-wechat'
import ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'
import OfficialAccount from 'node-easywechat/dist/OfficialAccount/Application.js'
import { measureAsync } from './measure.js'
import { options } from './push.js'
import { print } from './report.js'

// Text messages of users, each answered with a sealed text: from the request's body to the body of the answer, without a socket, one after
// another, in rounds that take turns. More messages than the 10,000 ids that wehook remembers; the others do not look for repeats.
const account = 'wx0000000000000a01'
const path = `/wechat/message/${account}`
const answer = '您好，已收到'
const count = 12_000

const pushes = Array.from({ length: count }, (_, n) => {
  const fields = { MsgType: 'text', Content: `你好 ${n}`, MsgId: `73${String(n).padStart(17, '0')}` } as const
  const { query, body, url } = sealMessagePush(options, fields, { authorizerAppId: account })
  return { query, body, url: url(path) }
})
let next = 0

function take(): (typeof pushes)[number] {
  const push = pushes[next++ % count]
  if (!push) throw new Error('no message')
  return push
}

const receiver = createMessageReceiver({ ...options, logger: false, accountKind: () => 'official-account' })
receiver.on('message', (message) => message.reply({ text: answer }))

async function wehook(): Promise<string> {
  const { query, body, url } = take()
  return String((await receiver.handle({ method: 'POST', query, body, url })).body)
}

const middleware = cowechat({
  token: options.token as string,
  appid: options.componentAppId,
  encodingAESKey: options.encodingAesKey as string,
}).middleware(async () => answer)

async function coWechat(): Promise<string> {
  const { query, body } = take()
  const request = { length: Buffer.byteLength(body) }
  const context = { method: 'POST', query, request, req: Readable.from([Buffer.from(body)]), body: '' }
  await middleware(context, async () => {})
  return context.body
}

async function easywechat(): Promise<string> {
  const { body, url } = take()
  const { componentAppId, token, encodingAesKey } = options
  const app = new OfficialAccount({ app_id: componentAppId, secret: '-', token, aes_key: encodingAesKey })
  app.setRequest(new ServerRequest('POST', url, {}, body))
  const server = app.getServer()
  server.addMessageListener('text', async () => answer)
  return String((await server.serve()).getBody())
}

const [key] = createPlatform(options).keys
if (!key) throw new Error('no key')
for (const [name, candidate] of Object.entries({ wehook, coWechat, easywechat })) {
  const reply = await candidate()
  const encrypt = /<Encrypt>(?:<!\[CDATA\[)?([^<\]]+)/.exec(reply)?.[1] ?? ''
  if (!openMessage(encrypt, key).message.toString().includes(answer)) throw new Error(`${name} answers something else`)
}

const found = await measureAsync({ wehook, coWechat, easywechat })
const row = (name: string, { perSecond, micros }: { perSecond: number; micros: number }) => ({
  name,
  'messages/s': perSecond,
  µs: micros,
})
print({
  title: 'messages: a text message opened, handled and answered with a sealed text',
  rows: [
    row('wehook', found.wehook),
    row('co-wechat 2.4 + raw-body', found.coWechat),
    row('node-easywechat 3.6', found.easywechat),
  ],
  targets: [
    { text: 'wehook to co-wechat', value: found.wehook.perSecond / found.coWechat.perSecond, target: 1, kind: 'least' },
    {
      text: 'wehook to node-easywechat',
      value: found.wehook.perSecond / found.easywechat.perSecond,
      target: 1,
      kind: 'least',
    },
  ],
})
