import { createPlatform, openPush, type PlatformOptions, readDocument } from '@wehook/core'
import { pushInfoTypes, sampleList, samples, sealPush } from '@wehook/simulator'
import { describe, expect, it } from 'vitest'
import published from '../../../../test/vectors/published.json'

const platform: PlatformOptions = {
  componentAppId: 'wx00000000000000c0',
  token: ['currentToken', 'previousToken'],
  encodingAesKey: ['a'.repeat(43), 'b'.repeat(43)],
}
const open = (push: { query: object; body: string }, options = platform) =>
  openPush({ query: { ...push.query }, body: push.body }, [createPlatform(options)])

describe('sealPush', () => {
  it('writes genuine pushes to the byte: the unauthorized and the ticket of 2015', () => {
    for (const vector of published) {
      const match = /<InfoType><!\[CDATA\[(\w+)\]\]>/.exec(vector.plaintext)
      if (!match) continue
      const { root } = readDocument(vector.plaintext) as { root: Record<string, string> }
      const { AppId: _, CreateTime, InfoType, ...fields } = root
      const push = sealPush(
        { componentAppId: vector.receiveId, token: vector.token, encodingAesKey: vector.encodingAesKey },
        { infoType: InfoType, CreateTime: Number(CreateTime), ...fields } as never,
        { timestamp: Number(vector.timestamp), nonce: vector.nonce, random: vector.random16 },
      )
      expect(push.xml).toBe(vector.plaintext)
      expect(push.query.msg_signature).toBe(vector.msgSignature)
      expect(push.query.signature).toBe(vector.signature)
      expect(push.body).toContain(vector.encrypt)
    }
    expect(published.filter((vector) => vector.plaintext.includes('<InfoType>'))).toHaveLength(2)
  })

  it.each(sampleList)('seals $infoType / $name so that it opens', ({ infoType, fields }) => {
    const opened = open(sealPush(platform, fields))
    expect(readDocument(opened.xml)).toMatchObject({ root: { InfoType: infoType } })
  })

  it('has samples of every InfoType', () => {
    expect(Object.keys(samples).sort()).toEqual([...pushInfoTypes].sort())
  })

  it.each(['AppId', 'indented', 'json', 'ToUserName'] as const)('writes the envelope form %s', (envelope) => {
    const push = sealPush(platform, samples.unauthorized.typical, { envelope, timestamp: 1_700_000_000 })
    const same = sealPush(platform, samples.unauthorized.typical, { timestamp: 1_700_000_000 })
    expect(open(push).id).toBe(open(same).id)
    expect(push.body.includes('ToUserName')).toBe(envelope === 'ToUserName')
  })

  it('seals with the previous key and the previous token', () => {
    const push = (overrides: object) => open(sealPush(platform, samples.unauthorized.typical, overrides)).previous
    expect(push({})).toEqual({ token: false, key: false })
    expect(push({ previousKey: true })).toEqual({ token: false, key: true })
    expect(push({ previousToken: true })).toEqual({ token: true, key: false })
  })

  it('pins timestamp, nonce and random', () => {
    const overrides = { timestamp: 1_700_000_000, nonce: '12345', random: '0123456789abcdef' }
    const push = sealPush(platform, samples.unauthorized.typical, overrides)
    expect(push.query).toMatchObject({ timestamp: '1700000000', nonce: '12345' })
    expect(push.body).toBe(sealPush(platform, samples.unauthorized.typical, overrides).body)
    expect(push.xml).toContain('<CreateTime>1700000000</CreateTime>')
  })

  it('makes a URL with or without a query, and a fetch Request', async () => {
    const push = sealPush(platform, samples.unauthorized.typical)
    expect(push.url('http://host/a')).toMatch(/^http:\/\/host\/a\?signature=[0-9a-f]{40}&timestamp=/)
    expect(push.url('http://host/a?tenant=1')).toMatch(/\?tenant=1&signature=/)
    const request = push.toRequest('http://host/a')
    expect(request.method).toBe('POST')
    expect(await request.text()).toBe(push.body)
    expect(request.headers.get('content-type')).toBe('text/xml')
  })

  it('keeps a text that holds the end of a CDATA section', () => {
    const push = sealPush(platform, { infoType: 'unauthorized', AuthorizerAppid: 'a]]>b' })
    expect(readDocument(push.xml)).toMatchObject({ root: { AuthorizerAppid: 'a]]>b' } })
  })

  it.each([
    [{ infoType: 'authorised', AuthorizerAppid: 'wx1' }, /unknown infoType 'authorised', did you mean 'authorized'/],
    [{ infoType: 'unauthorized' }, /unauthorized\.AuthorizerAppid is missing/],
    [{ infoType: 'unauthorized', AuthorizerAppid: 1 }, /unauthorized\.AuthorizerAppid must be a string, got 1/],
    [
      { infoType: 'unauthorized', AuthorizerAppId: 'wx1' },
      /no field 'AuthorizerAppId', did you mean 'AuthorizerAppid'/,
    ],
    [{ infoType: 'notify_third_fasteregister', status: '0' }, /status must be an integer, got '0'/],
    [
      { infoType: 'notify_third_fasteregister', status: 0, info: { code_type: '1' } },
      /info\.code_type must be an integer/,
    ],
    [{ infoType: 'order_path_apply_result_notify', list: [] }, /list must hold at least one item/],
    [
      { infoType: 'order_path_apply_result_notify', list: [{ appid: 'wx1', audit_id: 1 }] },
      /list\[0\]\.ret_code is missing/,
    ],
    [undefined, /needs an object of wire fields or the XML as a string, got undefined/],
  ])('refuses in JavaScript what TypeScript refuses: %j', (fields, message) => {
    expect(() => sealPush(platform, fields as never)).toThrow(message)
  })

  it.each([
    [{ timestamp: 1_700_000_000_000 }, /Unix seconds/],
    [{ random: 'short' }, /16 bytes/],
    [{ envelope: 'yaml' }, /one of AppId, ToUserName, indented, json/],
    [{ nonce: '' }, /nonce/],
    [{ previouskey: true }, /no override 'previouskey'; known: timestamp/],
  ])('refuses the override %j', (overrides, message) => {
    expect(() => sealPush(platform, samples.unauthorized.typical, overrides as never)).toThrow(message)
  })

  it('says that a previous key is needed to seal with it', () => {
    const single = { ...platform, encodingAesKey: 'a'.repeat(43) }
    expect(() => sealPush(single, samples.unauthorized.typical, { previousKey: true })).toThrow(/\[current, previous\]/)
  })
})
