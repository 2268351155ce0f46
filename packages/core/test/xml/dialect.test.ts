import { expect, it } from 'vitest'
import { readDialect } from '../../src/xml/dialect.js'
import { readGeneral } from '../../src/xml/general.js'

it.each<[string, string, object]>([
  [
    'text, CDATA and nesting',
    '<xml><a> 1 </a><b><![CDATA[ <2> ]]></b><c><d>3</d></c></xml>',
    { a: '1', b: ' <2> ', c: { d: '3' } },
  ],
  ['a name that repeats as a list', '<xml><a>1</a><a>2</a><a>3</a></xml>', { a: ['1', '2', '3'] }],
  ['an empty element', '<xml><a/><b></b></xml>', { a: '', b: '' }],
  [
    'a declaration and a byte order mark',
    '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<xml><a>1</a></xml>\n',
    { a: '1' },
  ],
  ['line ends as LF', '<xml><a><![CDATA[1\r\n2\r3]]></a></xml>', { a: '1\n2\n3' }],
])('reads %s, and the general reader reads the same', (_, xml, root) => {
  expect(readDialect(xml)).toEqual({ root })
  expect(readGeneral(xml.replace(/\r\n?/g, '\n'))).toEqual({ root })
})

it.each([
  ['an element that is not closed', '<xml>\n<a>1</xml>', { element: 'a', line: 2 }],
  ['text beside elements', '<xml><a>1<b>2</b></a></xml>', { element: 'a', line: 1 }],
  ['another root', '<yml></yml>', { element: 'yml', line: 1 }],
  ['something behind the root', '<xml></xml><xml></xml>', { element: 'xml', line: 1 }],
  ['a reserved name', '<xml><constructor>1</constructor></xml>', { element: 'constructor', line: 1 }],
  ['deep nesting', `<xml>${'<a>'.repeat(64)}`, { element: 'a', line: 1 }],
])('names place and element of %s', (_, xml, fault) => {
  expect(readDialect(xml)).toMatchObject({ fault })
  expect(readGeneral(xml)).toHaveProperty('fault')
})

it.each([
  ['attributes', '<xml><a b="c">1</a></xml>', { a: '1' }],
  ['a comment', '<xml><!-- x --><a>1</a></xml>', { a: '1' }],
  ['a name in other letters', '<xml><名>1</名></xml>', { 名: '1' }],
])('leaves %s to the general reader', (_, xml, root) => {
  expect(readDialect(xml)).toBeUndefined()
  expect(readGeneral(xml)).toEqual({ root })
})
