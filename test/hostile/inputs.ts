const kib256 = 262_144

/** Bodies made to make a reader slow: each about 256 KiB, what a receiver accepts at most. */
export const hostileBodies: Readonly<Record<string, { readonly body: string; readonly code: string }>> = {
  'spaces after <Encrypt>': { body: fill('<xml><Encrypt>', ' '), code: 'ERR_ENVELOPE_MALFORMED' },
  'spaces after a closed Encrypt': { body: fill('<xml><Encrypt>a</Encrypt>', ' '), code: 'ERR_ENVELOPE_MALFORMED' },
  'spaces inside of a tag': { body: fill('<xml><Encrypt', ' '), code: 'ERR_ENVELOPE_MALFORMED' },
  '29,000 <Encrypt>': { body: fill('<xml>', '<Encrypt>'), code: 'ERR_ENVELOPE_MALFORMED' },
  '29,000 elements that are not closed': { body: fill('<xml>', '<Encrypx>'), code: 'ERR_ENVELOPE_MALFORMED' },
  ']]> repeated': { body: fill('<xml><Encrypt><![CDATA[', ']]>'), code: 'ERR_ENVELOPE_MALFORMED' },
  '<![CDATA[ repeated': { body: fill('<xml>', '<![CDATA['), code: 'ERR_ENVELOPE_MALFORMED' },
  '<!-- repeated': { body: fill('<xml>', '<!--'), code: 'ERR_ENVELOPE_MALFORMED' },
  'deep nesting': { body: fill('<xml>', '<a>'), code: 'ERR_ENVELOPE_MALFORMED' },
  'deep nesting, closed': { body: nested(), code: 'ERR_ENCRYPT_MISSING' },
  '<Content> whose CDATA holds an envelope': {
    body: `<xml><Content><![CDATA[${'<xml><Encrypt>a</Encrypt></xml>'.repeat(8_400)}]]></Content></xml>`,
    code: 'ERR_ENCRYPT_MISSING',
  },
  'JSON nested deeply': { body: fill('', '{"a":'), code: 'ERR_ENVELOPE_MALFORMED' },
  'JSON with an Encrypt of nested lists': {
    body: `{"Encrypt":${'['.repeat(131_000)}${']'.repeat(131_000)}}`,
    code: 'ERR_ENCRYPT_MISSING',
  },
  'JSON of many members': {
    body: `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":"v"`).join(',')}}`,
    code: 'ERR_ENCRYPT_MISSING',
  },
}

/** The same for decrypted documents, which come from WeChat or from somebody who has its keys. */
export const hostileDocuments: Readonly<Record<string, string>> = {
  'elements that are not closed': fill('<xml>', '<a>'),
  'deep nesting': `<xml>${'<a>'.repeat(37_000)}${'</a>'.repeat(37_000)}</xml>`,
  'one element repeated': `<xml>${'<a>1</a>'.repeat(32_000)}</xml>`,
  ampersands: `<xml><a>${'&'.repeat(kib256)}</a></xml>`,
  entities: `<xml><a>${'&amp;'.repeat(52_000)}</a></xml>`,
  'text between CDATA': `<xml><a>${'x<![CDATA[y]]>'.repeat(18_000)}</a></xml>`,
  spaces: fill('<xml><a>', ' '),
  ']]> repeated': `<xml><a><![CDATA[${']]>'.repeat(80_000)}</a></xml>`,
  attributes: `<xml><a ${'b="1" '.repeat(40_000)}>1</a></xml>`,
  comments: `<xml>${'<!-- -->'.repeat(32_000)}</xml>`,
}

function fill(start: string, piece: string): string {
  return start + piece.repeat(Math.floor((kib256 - start.length) / piece.length))
}

function nested(): string {
  const depth = Math.floor((kib256 - 11) / 7)
  return `<xml>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</xml>`
}
