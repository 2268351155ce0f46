import { describe, expect, it } from 'vitest'
import { hosts, type StartHost } from './hosts.js'
import { startProvider } from './provider.js'

const appid = 'wx0123456789abcdef'

describe.each(Object.entries<StartHost>(hosts))('the account in the path, through %s', (_, start) => {
  it.each(['/wechat/message/:appid', '/callback/a:appid', '/:appid/callback'])('%s', async (path) => {
    const { platform, messages } = await startProvider(start, { path })
    const seen: unknown[] = []
    messages.on('message', (message) => {
      seen.push(message.authorizerAppId)
      message.reply({ text: 'hi' })
    })
    const { attempts } = await platform.pushMessage(appid, { MsgType: 'text', Content: 'hello', MsgId: '1' })
    expect(attempts.at(-1)?.reply?.fields).toMatchObject({ MsgType: 'text', Content: 'hi' })
    expect(seen).toEqual([appid])
  })
})
