import type { CustomerMessageInput } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { appid, authorize, createFakeWechat, createTestClient } from './fake-wechat.js'

const path = '/cgi-bin/message/custom/send'
const touser = 'openid-of-nobody'
const media = { media_id: 'm' }
const texts = { title: '标题', description: '说明' }

const messages: readonly CustomerMessageInput[] = [
  { touser, msgtype: 'text', text: { content: '你好\n' } },
  { touser, msgtype: 'image', image: media },
  { touser, msgtype: 'link', link: { ...texts, url: 'https://shop.example', thumb_url: 'https://shop.example/a.png' } },
  { touser, msgtype: 'miniprogrampage', miniprogrampage: { title: '标题', pagepath: 'pages/a', thumb_media_id: 'm' } },
  { touser, msgtype: 'voice', voice: media },
  { touser, msgtype: 'video', video: { ...media, thumb_media_id: 'm' } },
  {
    touser,
    msgtype: 'music',
    music: { ...texts, musicurl: 'https://a.example', hqmusicurl: 'https://a.example', thumb_media_id: 'm' },
  },
  { touser, msgtype: 'news', news: { articles: [{ ...texts, url: 'https://a.example', picurl: '' }] } },
  { touser, msgtype: 'mpnews', mpnews: media, customservice: { kf_account: 'kf@account' } },
]

async function open(answer: object | (() => object) = { errcode: 0, errmsg: 'ok' }) {
  const wechat = createFakeWechat({ [path]: answer })
  const { client, tokens } = await createTestClient(wechat)
  await authorize(tokens, appid, { refreshToken: 'r' })
  return { wechat, account: client.authorizer(appid) }
}

describe('sendCustomerMessage', () => {
  it.each(messages)('sends $msgtype as it is', async (message) => {
    const { wechat, account } = await open()
    expect(await account.sendCustomerMessage(message)).toBeUndefined()
    expect(wechat.last(path)?.body).toEqual(message)
  })

  it.each([
    [{ touser, msgtype: 'text', text: { content: '' } }, 'text.content'],
    [{ touser, msgtype: 'text' }, 'text'],
    [{ touser, msgtype: 'text', text: { content: 'x' }, image: media }, 'image'],
    [{ touser, msgtype: 'txt', text: { content: 'x' } }, 'msgtype'],
    [{ msgtype: 'image', image: media }, 'touser'],
    [{ touser, msgtype: 'news', news: { articles: [] } }, 'news.articles'],
    [{ touser, msgtype: 'image', image: { mediaid: 'm' } }, 'image.mediaid'],
  ])('refuses %j and names %s', async (message, field) => {
    const { wechat, account } = await open()
    const error = await account.sendCustomerMessage(message as never).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'ERR_API_INPUT', sent: false })
    expect((error as { issues: readonly { path: string }[] }).issues.map((issue) => issue.path)).toContain(field)
    expect(wechat.count(path)).toBe(0)
  })

  it.each([
    [45047, 'wait', /5 .*3 .*2 /, /5 条.*3 条.*2 条/],
    [45015, 'wait', /48 hours/, /48 小时/],
    [40003, 'correct-and-retry', /touser/, /touser/],
  ])('explains %i', async (errcode, advice, en, zh) => {
    const { account } = await open({ errcode, errmsg: 'x' })
    const error = await account.sendCustomerMessage(messages[0] as never).catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      errcode,
      known: true,
      advice,
      hint: expect.stringMatching(en),
      zh: { hint: expect.stringMatching(zh) },
    })
  })

  it('is never repeated: the message could arrive twice', async () => {
    const { wechat, account } = await open(() => {
      throw new TypeError('fetch failed')
    })
    await expect(account.sendCustomerMessage(messages[0] as never)).rejects.toMatchObject({ sent: true })
    expect(wechat.count(path)).toBe(1)
  })
})
