import { randomBytes } from 'node:crypto'
import { sealMessage } from '../push/cipher.js'
import type { AesKey } from '../push/platform.js'
import { signPush } from '../push/signature.js'

export interface Article {
  readonly title: string
  readonly description: string
  readonly picUrl: string
  readonly url: string
}

/**
 * What a passive reply can be. A 公众号 takes all of them, a 小程序 only `customerService`, which hands the user over to a person.
 * https://developers.weixin.qq.com/doc/subscription/guide/product/message/Passive_user_reply_message.html
 */
export type Reply =
  | { readonly text: string }
  | { readonly image: { readonly mediaId: string } }
  | { readonly voice: { readonly mediaId: string } }
  | { readonly video: { readonly mediaId: string; readonly title?: string; readonly description?: string } }
  | {
      readonly music: {
        readonly thumbMediaId: string
        readonly title?: string
        readonly description?: string
        readonly musicUrl?: string
        readonly hqMusicUrl?: string
      }
    }
  | { readonly news: readonly Article[] }
  | { readonly customerService: true }

export interface ReplyAddress {
  /** FromUserName of the message: the user. */
  readonly to: string
  /** ToUserName of the message: the account, `gh_…`. */
  readonly from: string
  /** Unix seconds. */
  readonly createdAt: number
}

type Elements = readonly (readonly [name: string, value: string | number | Elements | undefined])[]

/** The elements that follow MsgType, and MsgType itself, for each kind of reply. */
function elementsOf(reply: Reply): Elements {
  if ('text' in reply)
    return [
      ['MsgType', 'text'],
      ['Content', reply.text],
    ]
  if ('image' in reply)
    return [
      ['MsgType', 'image'],
      ['Image', [['MediaId', reply.image.mediaId]]],
    ]
  if ('voice' in reply)
    return [
      ['MsgType', 'voice'],
      ['Voice', [['MediaId', reply.voice.mediaId]]],
    ]
  if ('video' in reply) {
    const { mediaId, title, description } = reply.video
    return [
      ['MsgType', 'video'],
      [
        'Video',
        [
          ['MediaId', mediaId],
          ['Title', title],
          ['Description', description],
        ],
      ],
    ]
  }
  if ('music' in reply) {
    const { title, description, musicUrl, hqMusicUrl, thumbMediaId } = reply.music
    const music: Elements = [
      ...([
        ['Title', title],
        ['Description', description],
        ['MusicUrl', musicUrl],
        ['HQMusicUrl', hqMusicUrl],
      ] as const),
      ['ThumbMediaId', thumbMediaId],
    ]
    return [
      ['MsgType', 'music'],
      ['Music', music],
    ]
  }
  if ('news' in reply) {
    const items = reply.news.map(({ title, description, picUrl, url }): Elements[number] => [
      'item',
      [
        ['Title', title],
        ['Description', description],
        ['PicUrl', picUrl],
        ['Url', url],
      ],
    ])
    return [
      ['MsgType', 'news'],
      ['ArticleCount', items.length],
      ['Articles', items],
    ]
  }
  return [['MsgType', 'transfer_customer_service']]
}

/** The document of a passive reply, before it is encrypted. */
export function writeReply(reply: Reply, { to, from, createdAt }: ReplyAddress): string {
  const head: Elements = [
    ['ToUserName', to],
    ['FromUserName', from],
    ['CreateTime', createdAt],
  ]
  return `<xml>${write([...head, ...elementsOf(reply)])}</xml>`
}

function write(elements: Elements): string {
  return elements
    .map(([name, value]) => {
      if (value === undefined) return ''
      if (typeof value === 'object') return `<${name}>${write(value)}</${name}>`
      return `<${name}>${typeof value === 'number' ? value : toCdata(value)}</${name}>`
    })
    .join('')
}

/** Characters that XML does not allow: with one of them WeChat would show the user an error instead of the reply. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** `]]>` would end the CDATA section early, so it is split over two sections. */
function toCdata(text: string): string {
  return `<![CDATA[${text.replace(notInXml, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

export interface ReplySeal {
  readonly componentAppId: string
  readonly token: string
  readonly key: AesKey
}

/** Encrypts and signs a reply, with the token and key that opened the message. */
export function sealReply(document: string, { componentAppId, token, key }: ReplySeal, timestamp: number): string {
  const nonce = randomBytes(8).toString('hex')
  const encrypt = sealMessage(document, componentAppId, key)
  const signature = signPush(token, String(timestamp), nonce, encrypt)
  return `<xml>${write([
    ['Encrypt', encrypt],
    ['MsgSignature', signature],
    ['TimeStamp', timestamp],
    ['Nonce', nonce],
  ])}</xml>`
}
