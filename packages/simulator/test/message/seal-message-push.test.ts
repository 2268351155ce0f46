import { createPlatform, openPush, readDocument } from '@wehook/core'
import { messageSampleList, messageSamples, sealMessagePush } from '@wehook/simulator'
import { describe, expect, it } from 'vitest'

const platform = {
  componentAppId: 'wx00000000000000c0',
  token: 'sampleToken',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

function open(push: { readonly query: object; readonly body: string }) {
  const { xml } = openPush({ query: { ...push.query }, body: push.body }, [createPlatform(platform)])
  return (readDocument(xml) as { root: Record<string, unknown> }).root
}

describe('sealMessagePush', () => {
  it.each(messageSampleList)('seals $type / $name so that it opens', ({ type, fields }) => {
    const root = open(sealMessagePush(platform, fields))
    expect(root['MsgType'] === 'event' ? root['Event'] : root['MsgType']).toBe(type)
    expect(root).toMatchObject({ ToUserName: expect.stringMatching(/^gh_/), FromUserName: expect.stringMatching(/^o/) })
  })

  it('writes what WeChat’s page shows, to the letter', () => {
    const fields = {
      ToUserName: 'gh_97417a04a28d',
      FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      MsgType: 'event',
      Event: 'debug_demo',
      debug_str: 'hello world',
    }
    expect(sealMessagePush(platform, fields, { timestamp: 1715943329 }).xml).toBe(
      [
        '<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>',
        '<FromUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></FromUserName>',
        '<CreateTime>1715943329</CreateTime>',
        '<MsgType><![CDATA[event]]></MsgType>',
        '<Event><![CDATA[debug_demo]]></Event>',
        '<debug_str><![CDATA[hello world]]></debug_str>',
        '</xml>',
      ].join('\n'),
    )
  })

  it('has the account in the place of $APPID$, the user in the query and 原始ID in the envelope', () => {
    const push = sealMessagePush(platform, messageSamples.text.typical, { authorizerAppId: 'wx00000000000000aa' })
    const url = new URL(push.url('https://host.example/callback/a$APPID$?shop=1'))
    expect(url.pathname).toBe('/callback/awx00000000000000aa')
    expect(url.searchParams.get('shop')).toBe('1')
    expect(url.searchParams.get('openid')).toBe(open(push)['FromUserName'])
    expect(push.body).toMatch(/^<xml><ToUserName><!\[CDATA\[gh_/)
    expect(push.body).not.toContain('AppId')
  })

  it('repeats siblings, nests elements, and keeps MsgId to the digit', () => {
    const push = sealMessagePush(platform, {
      MsgType: 'event',
      Event: 'x',
      MsgId: '7300000000000000001',
      material: [{ reason: 'a' }, { reason: 'b' }],
    })
    expect(push.xml).toContain('<MsgId>7300000000000000001</MsgId>')
    expect(open(push)['material']).toEqual([{ reason: 'a' }, { reason: 'b' }])
  })

  it('seals a string as it is, and finds the user in it', () => {
    const push = sealMessagePush(platform, '<xml><FromUserName><![CDATA[o-1]]></FromUserName></xml>')
    expect(push.query.openid).toBe('o-1')
    expect(push.xml).toBe('<xml><FromUserName><![CDATA[o-1]]></FromUserName></xml>')
  })

  it.each([
    [{}, /needs MsgType/],
    [{ MsgType: 'text', Content: 1.5 }, /Content must be text, a whole number or elements/],
    [{ MsgType: 'text', 'a b': 'x' }, /a b is no name of an element/],
    [[], /a message is an object/],
  ])('refuses %j', (fields, message) => {
    expect(() => sealMessagePush(platform, fields as never)).toThrow(message)
  })
})
