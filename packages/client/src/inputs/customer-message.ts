import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { text } from './fields.js'

/** Messages that a 公众号 and a 小程序 can send. */
type CommonMessage =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | { readonly msgtype: 'image'; readonly image: { readonly media_id: string } }

/** Messages of a 小程序. */
type MiniProgramMessage =
  | {
      readonly msgtype: 'link'
      readonly link: {
        readonly title: string
        readonly description: string
        readonly url: string
        readonly thumb_url: string
      }
    }
  | {
      readonly msgtype: 'miniprogrampage'
      readonly miniprogrampage: {
        readonly title: string
        readonly pagepath: string
        readonly thumb_media_id: string
      }
    }

/** Messages of a 公众号. */
type OfficialAccountMessage =
  | { readonly msgtype: 'voice'; readonly voice: { readonly media_id: string } }
  | {
      readonly msgtype: 'video'
      readonly video: {
        readonly media_id: string
        readonly thumb_media_id: string
        readonly title?: string | undefined
        readonly description?: string | undefined
      }
    }
  | {
      readonly msgtype: 'music'
      readonly music: {
        readonly musicurl: string
        readonly hqmusicurl: string
        readonly thumb_media_id: string
        readonly title?: string | undefined
        readonly description?: string | undefined
      }
    }
  | {
      readonly msgtype: 'news'
      readonly news: {
        /** One article. */
        readonly articles: readonly {
          readonly title: string
          readonly description: string
          readonly url: string
          readonly picurl: string
        }[]
      }
    }
  | { readonly msgtype: 'mpnews'; readonly mpnews: { readonly media_id: string } }

/** A customer service message to one user: `msgtype`, and the object of that name. */
export type CustomerMessageInput = (CommonMessage | MiniProgramMessage | OfficialAccountMessage) & {
  /** The user's openid at the account that sends. */
  readonly touser: string
  /** The agent in whose name a 公众号 sends. */
  readonly customservice?: { readonly kf_account: string } | undefined
}

const filled = () => z.string().check(z.minLength(1, say('must not be empty', '不能为空')))
const some = () => z.optional(z.string())
const media = () => z.strictObject({ media_id: text() })
const article = z.strictObject({ title: filled(), description: z.string(), url: filled(), picurl: z.string() })

/** The object that each msgtype has. */
const contents = {
  text: z.strictObject({ content: filled() }),
  image: media(),
  link: z.strictObject({ title: filled(), description: z.string(), url: filled(), thumb_url: filled() }),
  miniprogrampage: z.strictObject({ title: filled(), pagepath: filled(), thumb_media_id: text() }),
  voice: media(),
  video: z.strictObject({ media_id: text(), thumb_media_id: text(), title: some(), description: some() }),
  music: z.strictObject({
    musicurl: filled(),
    hqmusicurl: filled(),
    thumb_media_id: text(),
    title: some(),
    description: some(),
  }),
  news: z.strictObject({
    articles: z.array(article).check(z.length(1, say('must hold exactly one article', '须恰好一篇文章'))),
  }),
  mpnews: media(),
}

const names = Object.keys(contents)
const customservice = z.optional(z.strictObject({ kf_account: text() }))

const contentFitsType = z.check<Readonly<Record<string, unknown>>>(({ value, issues }) => {
  for (const name of names) {
    const isMeant = name === value['msgtype']
    if (isMeant === (value[name] !== undefined)) continue
    const message = isMeant
      ? say(`is required for msgtype ${name}`, `msgtype 为 ${name} 时必填`)
      : say('does not belong to this msgtype', '与 msgtype 不符')
    issues.push({ code: 'custom', input: undefined, path: [name], message })
  }
})

// The schema checks each field; the check above checks what the union type says about several fields.
export const customerMessageInput = z
  .strictObject({
    touser: text(),
    msgtype: z.enum(names, { error: say(`must be one of: ${names.join(', ')}`, `取值须为：${names.join('、')}`) }),
    customservice,
    ...(Object.fromEntries(Object.entries(contents).map(([name, schema]) => [name, z.optional(schema)])) as Record<
      string,
      z.ZodMiniType
    >),
  })
  .check(contentFitsType) as unknown as z.ZodMiniType<CustomerMessageInput>
