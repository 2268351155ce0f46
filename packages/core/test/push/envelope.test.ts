import { describe, expect, it } from 'vitest'
import { envelopeFromObject, scanEnvelope } from '../../src/push/envelope.js'

const codeOf = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return (error as { readonly code?: string }).code
  }
}

describe('the scan of a body', () => {
  it.each([
    ['CDATA', '<xml><AppId><![CDATA[wxC]]></AppId><Encrypt><![CDATA[abc=]]></Encrypt></xml>'],
    ['text', '<xml><AppId>wxC</AppId><Encrypt>abc=</Encrypt></xml>'],
    [
      'newlines and spaces inside of elements',
      '<xml>\n    <AppId>\n <![CDATA[ wxC ]]>\r\n</AppId>\n\t<Encrypt>\n<![CDATA[\nabc=\n]]>\n</Encrypt>\n</xml>\n',
    ],
    [
      'an XML declaration',
      '<?xml version="1.0" encoding="UTF-8"?>\n<xml><AppId>wxC</AppId><Encrypt>abc=</Encrypt></xml>',
    ],
    ['a byte order mark', '\ufeff<xml><AppId>wxC</AppId><Encrypt>abc=</Encrypt></xml>'],
    ['spaces in tags', '<xml ><AppId >wxC</AppId ><Encrypt\n>abc=</Encrypt\n></xml >'],
    [
      'comments',
      '<!-- a --><xml><!-- <Encrypt>no</Encrypt> --><AppId>wxC</AppId><Encrypt>abc=</Encrypt></xml><!-- z -->',
    ],
    [
      'plaintext beside it (兼容模式)',
      '<xml><FromUserName>u</FromUserName><Content><![CDATA[<Encrypt>no</Encrypt>]]></Content><AppId>wxC</AppId><Encrypt>abc=</Encrypt></xml>',
    ],
    [
      'an Encrypt that is no child of the root',
      '<xml><a><Encrypt>no</Encrypt></a><AppId>wxC</AppId><Encrypt>abc=</Encrypt><b/></xml>',
    ],
    ['JSON', '{"AppId":"wxC","Encrypt":"abc="}'],
    ['JSON in lower case', ' {"appid":"wxC","encrypt":"abc="}'],
  ])('reads %s', (_, body) => {
    expect(scanEnvelope(body)).toEqual({ appId: 'wxC', encrypt: 'abc=' })
  })

  it('reads ToUserName', () => {
    expect(scanEnvelope('<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt>e</Encrypt></xml>')).toEqual({
      toUserName: 'gh_1',
      encrypt: 'e',
    })
  })

  it.each([
    ['an empty body', '', 'empty'],
    ['spaces', ' \n', 'empty'],
    [
      'a DOCTYPE',
      '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Encrypt>&e;</Encrypt></xml>',
      'DOCTYPE',
    ],
    ['a DOCTYPE inside', '<xml><!DOCTYPE a><Encrypt>e</Encrypt></xml>', 'DOCTYPE'],
    ['two Encrypt', '<xml><Encrypt>a</Encrypt><Encrypt>a</Encrypt></xml>', 'two Encrypt'],
    ['two AppId', '<xml><AppId>a</AppId><AppId>b</AppId><Encrypt>a</Encrypt></xml>', 'two AppId'],
    ['text', 'hello', 'not XML'],
    ['another root', '<html></html>', 'root'],
    ['a form', 'a=1&b=2', 'not XML'],
    ['an Encrypt with elements', '<xml><Encrypt><a/></Encrypt></xml>', 'Encrypt is not closed'],
    ['an Encrypt of two CDATA', '<xml><Encrypt><![CDATA[a]]><![CDATA[b]]></Encrypt></xml>', 'Encrypt is not closed'],
    ['a cut body', '<xml><Encrypt>a</Encrypt>', 'before its root is closed'],
    ['text behind the root', '<xml><Encrypt>a</Encrypt></xml>x', 'follows'],
    ['a closing tag alone', '</xml>', 'never opened'],
    ['broken JSON', '{"Encrypt":', 'JSON'],
    ['JSON with two', '{"Encrypt":"a","b":{"Encrypt":"b"}}', 'two Encrypt'],
  ])('refuses %s', (_, body, told) => {
    expect(codeOf(() => scanEnvelope(body))).toBe('ERR_ENVELOPE_MALFORMED')
    expect(() => scanEnvelope(body)).toThrow(told)
  })

  it.each([
    '<xml><AppId>a</AppId></xml>',
    '<xml/>',
    '<xml><Encrypt/></xml>',
    '<xml><Encrypt></Encrypt></xml>',
    '<xml><Encrypt><![CDATA[ ]]></Encrypt></xml>',
    '{"Encrypt":""}',
    '{}',
    '{"Encrypt":1}',
    '<xml><encrypt>a</encrypt></xml>',
  ])('misses an Encrypt in %s', (body) => {
    expect(codeOf(() => scanEnvelope(body))).toBe('ERR_ENCRYPT_MISSING')
  })
})

describe('the search in a parsed body', () => {
  it.each([
    ['fast-xml-parser', { xml: { AppId: 'wxC', Encrypt: 'e' } }],
    ['fast-xml-parser with CDATA by name', { xml: { AppId: { '#cdata': 'wxC' }, Encrypt: { '#cdata': 'e' } } }],
    ['xml2js', { xml: { AppId: ['wxC'], Encrypt: ['e'] } }],
    ['express-xml-bodyparser', { xml: { appid: ['wxC'], encrypt: ['e'] } }],
    ['xml-js', { xml: { AppId: { _cdata: 'wxC' }, Encrypt: { _cdata: 'e' } } }],
    ['a parser that drops the root', { AppId: 'wxC', Encrypt: ' e\n' }],
    ['a host that wraps it', { body: { xml: { AppId: 'wxC', Encrypt: 'e' } } }],
    ['no prototype', Object.assign(Object.create(null), { AppId: 'wxC', Encrypt: 'e' })],
  ])('reads what %s makes', (_, body) => {
    expect(envelopeFromObject(body)).toEqual({ appId: 'wxC', encrypt: 'e' })
  })

  it('looks no deeper than three, and at own properties only', () => {
    expect(codeOf(() => envelopeFromObject({ a: { b: { c: { Encrypt: 'e' } } } }))).toBe('ERR_ENCRYPT_MISSING')
    expect(codeOf(() => envelopeFromObject(Object.create({ Encrypt: 'e' })))).toBe('ERR_ENCRYPT_MISSING')
  })

  it('refuses two', () => {
    expect(codeOf(() => envelopeFromObject({ xml: { Encrypt: ['a', 'b'] } }))).toBe('ERR_ENVELOPE_MALFORMED')
  })
})
