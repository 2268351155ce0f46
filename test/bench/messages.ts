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
// another, in rounds that take turns. Each takes all messages in turn, more than the 10,000 ids that wehook remembers, so that none is a
// repeat to it; the others do not look for repeats.
const account = 'wx0000000000000a01'
const path = `/wechat/message/${account}`
const answer = '您好，已收到'
const count = 12_000

const pushes = Array.from({ length: count }, (_, n) => {
  const fields = { MsgType: 'text', Content: `你好 ${n}`, MsgId: `73${String(n).padStart(17, '0')}` } as const
  const { query, body, url } = sealMessagePush(options, fields, { authorizerAppId: account })
  return { query, body, url: url(path) }
})

function createTake(): () => (typeof pushes)[number] {
  let next = 0
  return () => {
    const push = pushes[next++ % count]
    if (!push) throw new Error('no message')
    return push
  }
}

const receiver = createMessageReceiver({ ...options, logger: false, accountKind: () => 'official-account' })
const calls = { made: 0, handled: 0 }
receiver.on('message', (message) => {
  calls.handled += 1
  message.reply({ text: answer })
})
const takeWehook = createTake()

async function wehook(): Promise<string> {
  calls.made += 1
  const { query, body, url } = takeWehook()
  return String((await receiver.handle({ method: 'POST', query, body, url })).body)
}

const middleware = cowechat({
  token: options.token as string,
  appid: options.componentAppId,
  encodingAESKey: options.encodingAesKey as string,
}).middleware(async () => answer)

const takeCoWechat = createTake()

async function coWechat(): Promise<string> {
  const { query, body } = takeCoWechat()
  const request = { length: Buffer.byteLength(body) }
  const context = { method: 'POST', query, request, req: Readable.from([Buffer.from(body)]), body: '' }
  await middleware(context, async () => {})
  return context.body
}

const takeEasywechat = createTake()

async function easywechat(): Promise<string> {
  const { body, url } = takeEasywechat()
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
if (calls.handled !== calls.made) throw new Error(`only ${calls.handled} of ${calls.made} messages were handled`)
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
