import crypto from 'node:crypto'
import { decrypt, getSignature } from '@wecom/crypto'
import { openPush, readEvent } from '@wehook/core'
import { XMLParser } from 'fast-xml-parser'
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js'
import { parseXml } from 'node-easywechat/dist/Core/Support/Utils.js'
import WXBizMsgCrypt from 'wechat-crypto'
import { parseStringPromise } from 'xml2js'
import { measure, measureAsync } from './measure.js'
import { encrypt, forged, options, platform, push, xml } from './push.js'
import { print } from './report.js'

const { timestamp, nonce, msg_signature: signature } = push.query
const { componentAppId } = options
const token = options.token as string
const encodingAesKey = options.encodingAesKey as string
const [key] = platform.keys
if (!key) throw new Error('no key')
const { bytes, iv } = key

/** What no receiver can do without. */
function cryptoAlone(): Buffer {
  const signed = crypto.createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex')
  if (signed !== signature) throw new Error('signature')
  const decipher = crypto.createDecipheriv('aes-256-cbc', bytes, iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()])
}

const platforms = [platform]
const genuine = { query: push.query, body: push.body }
const refused = { query: forged, body: push.body }

function wehook() {
  return readEvent(openPush(genuine, platforms))
}

function refusal() {
  try {
    openPush(refused, platforms)
  } catch (error) {
    return error
  }
  throw new Error('a forged push was opened')
}

const parser = new XMLParser({ parseTagValue: false })
function wecomCrypto() {
  const { Encrypt } = parser.parse(push.body).xml
  if (getSignature(token, timestamp, nonce, Encrypt) !== signature) throw new Error('signature')
  return parser.parse(decrypt(encodingAesKey, Encrypt).message).xml
}

const wechatCrypto = new WXBizMsgCrypt(token, encodingAesKey, componentAppId)
async function wechatCryptoXml2js() {
  const { xml } = await parseStringPromise(push.body, { explicitArray: false })
  if (wechatCrypto.getSignature(timestamp, nonce, xml.Encrypt) !== signature) throw new Error('signature')
  const inner = await parseStringPromise(wechatCrypto.decrypt(xml.Encrypt).message, { explicitArray: false })
  return inner.xml
}

const encryptor = new Encryptor(componentAppId, token, encodingAesKey, componentAppId)
async function easywechat() {
  const message = await parseXml(push.body)
  return parseXml(encryptor.decrypt(message.Encrypt, signature, nonce, Number(timestamp)))
}

for (const result of [
  wehook().infoType,
  wecomCrypto().InfoType,
  (await wechatCryptoXml2js()).InfoType,
  (await easywechat()).InfoType,
]) {
  if (result !== 'notify_third_fasteregister') throw new Error(`a candidate reads ${String(result)}`)
}

const opened = openPush(genuine, platforms)
const sync = measure({
  cryptoAlone,
  wehook,
  refusal,
  wecomCrypto,
  openPush: () => openPush(genuine, platforms),
  readEvent: () => readEvent(opened),
})
// Rounds of both kinds stand close together; wehook is measured again beside the asynchronous ones for their ratios.
const async = await measureAsync({
  wehook: async () => wehook(),
  wechatCryptoXml2js,
  easywechat,
})

const row = (name: string, { perSecond, micros }: { perSecond: number; micros: number }) => ({
  name,
  'pushes/s': perSecond,
  µs: micros,
})
print({
  title: `decode: one ${Buffer.byteLength(xml)}-byte registration push`,
  rows: [
    row('(1) sha1 + AES alone, node:crypto', sync.cryptoAlone),
    row('wehook: openPush + readEvent', sync.wehook),
    row('  openPush', sync.openPush),
    row('  readEvent', sync.readEvent),
    row('wehook: refusal of a bad signature', sync.refusal),
    row('(2) @wecom/crypto + fast-xml-parser', sync.wecomCrypto),
    row('(3) wechat-crypto + xml2js', async.wechatCryptoXml2js),
    row('(4) node-easywechat', async.easywechat),
  ],
  targets: [
    { text: 'wehook to (1)', value: sync.wehook.perSecond / sync.cryptoAlone.perSecond, target: 0.5, kind: 'least' },
    { text: 'wehook to (2)', value: sync.wehook.perSecond / sync.wecomCrypto.perSecond, target: 1, kind: 'least' },
    {
      text: 'wehook to (3)',
      value: async.wehook.perSecond / async.wechatCryptoXml2js.perSecond,
      target: 5,
      kind: 'least',
    },
    { text: 'wehook to (4)', value: async.wehook.perSecond / async.easywechat.perSecond, target: 2.4, kind: 'least' },
    { text: 'refusals to accepted', value: sync.refusal.perSecond / sync.wehook.perSecond, target: 3, kind: 'least' },
  ],
})
