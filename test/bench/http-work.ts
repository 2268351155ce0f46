import crypto from 'node:crypto'
import { openPush, readEvent } from '@wehook/core'
import ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'
import OpenPlatform from 'node-easywechat/dist/OpenPlatform/Application.js'
import { options, platform } from './push.js'

/** What a route does with a push that it has read. */
export type Work = (url: string, query: () => Readonly<Record<string, unknown>>, body: string) => unknown

export type WorkName = 'bare' | 'limit' | 'by hand' | 'node-easywechat'

const platforms = [platform]
const token = options.token as string
const [key] = platform.keys
if (!key) throw new Error('no key')

export const works: Readonly<Record<WorkName, Work>> = {
  bare: () => {},
  limit: (_url, query, body) => {
    const { timestamp, nonce, msg_signature } = query() as Record<string, string>
    const start = body.indexOf('<Encrypt><![CDATA[') + 18
    const encrypt = body.slice(start, body.indexOf(']]>', start))
    const signed = crypto.createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex')
    if (signed !== msg_signature) throw new Error('signature')
    const decipher = crypto.createDecipheriv('aes-256-cbc', key.bytes, key.iv).setAutoPadding(false)
    Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()])
  },
  'by hand': (_url, query, body) => readEvent(openPush({ query: query(), body }, platforms)),
  'node-easywechat': async (url, _query, body) => {
    const { componentAppId, encodingAesKey } = options
    const app = new OpenPlatform({ app_id: componentAppId, secret: '-', token, aes_key: encodingAesKey as string })
    app.setRequest(new ServerRequest('POST', url, {}, body))
    const server = app.getServer()
    let seen = ''
    server.handleThirdFastRegister((message, next) => {
      seen = message.appid
      return next(message)
    })
    await server.serve()
    if (seen === '') throw new Error('not seen')
  },
}
