import { expect, it } from 'vitest'
import { decodeText, skipSpace } from '../../src/xml/text.js'

it.each([
  ['  two words\n', 'two words'],
  ['&lt;a&gt; &amp;amp; &quot;b&quot; &apos;c&apos;', '<a> &amp; "b" \'c\''],
  ['&#20013;&#x6587;', '中文'],
  ['&#x1F600;', '😀'],
])('decodes %j', (written, text) => {
  expect(decodeText(written, 0, 'name')).toBe(text)
})

it.each(['a & b', '&nbsp;', '&#0;', '&#xD800;', '&#xFFFE;', '&#x110000;', '&LT;'])(
  'refuses %j and names its element',
  (written) => {
    expect(() => decodeText(written, 7, 'name')).toThrow(expect.objectContaining({ at: 7, element: 'name' }))
  },
)

it('skips the white space of XML and no other', () => {
  expect(skipSpace(' \t\r\n\u00a0x', 0)).toBe(4)
  expect(skipSpace('x', 0)).toBe(0)
  expect(skipSpace('  ', 0)).toBe(2)
})
