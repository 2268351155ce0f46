import { readdirSync, readFileSync } from 'node:fs'
import { readDocument, readGeneralDocument } from '@wehook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The strict reader of WeChat's dialect against fast-xml-parser, which reads any XML: the same result, or a fault of both.
// WEHOOK_RUNS=100000 is the long form.
const numRuns = Number(process.env['WEHOOK_RUNS'] ?? 10_000)

const folder = new URL('../../packages/core/test/fixtures/events/', import.meta.url)
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.xml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))

const name = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.constantFrom('a', 'ab', 'ab.', 'appid', 'info', 'list', 'A-b.c', 'AuthorizerAppid', 'xml'),
  },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', '1a', 'a:b', '某', 'a b="c"') },
)
const space = fc.constantFrom('', '', '\n', '  ', '\r\n\t', '\r', '\u3000', '\v')
const nested = fc.integer({ min: 60, max: 66 }).map((depth) => `${'<a>'.repeat(depth)}<a/>${'</a>'.repeat(depth)}`)
const characters = fc
  .string({
    unit: fc.constantFrom(
      'a',
      'Z',
      '0',
      ' ',
      '\n',
      '\r',
      '\u3000',
      '某',
      '𝄞',
      '>',
      ']',
      '"',
      "'",
      '-',
      '&amp;',
      '&lt;',
      '&#20320;',
      '&#x1D11E;',
    ),
    maxLength: 12,
  })
  .filter((text) => !text.includes(']]>'))
const cdata = fc
  .string({
    unit: fc.constantFrom('a', ' ', '\n', '\r', '<', '>', '&', ']', '某', '</a>', '<b>', '&amp;'),
    maxLength: 12,
  })
  .filter((text) => !text.includes(']]>'))
  .map((text) => `<![CDATA[${text}]]>`)

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      space,
      fc.oneof(
        { weight: 3, arbitrary: fc.tuple(space, cdata, space).map((parts) => parts.join('')) },
        { weight: 2, arbitrary: characters },
        { weight: 1, arbitrary: fc.constant('') },
        {
          weight: 2,
          arbitrary: fc
            .array(
              fc.tuple(space, tie('element')).map((parts) => parts.join('')),
              { maxLength: 4 },
            )
            .map((all) => all.join('')),
        },
      ),
    )
    .map(([tag, gap, inner]) =>
      inner === '' && gap !== '' ? `<${tag}${gap}/>` : `<${tag}${gap}>${inner}</${tag.split(' ')[0]}${gap}>`,
    ),
}))
const document = fc
  .tuple(
    fc.constantFrom(
      '',
      '<?xml version="1.0" encoding="UTF-8"?>\n',
      '\n',
      '\ufeff',
      '\n<?xml version="1.0"?>',
      '\ufeff\n<?xml version="1.0" standalone="no" ?>',
      '\ufeff\ufeff',
      "<?xml version='1.0'?>",
      '<?xml version="1.0\'?>',
      '<?xml version="1.0" encoding="UTF-8">',
      '<!-- c -->',
    ),
    fc.array(fc.oneof({ weight: 20, arbitrary: element }, { weight: 1, arbitrary: nested }), { maxLength: 8 }),
    space,
    fc.constantFrom('', '', '', '<!-- c -->', '<?c d?>', '\u3000', '<a/>', ']]>'),
  )
  .map(([head, elements, gap, tail]) => `${head}<xml>${elements.join(gap)}${gap}</xml>${gap}${tail}`)

/** A fixture with a piece cut out, put in or doubled. */
const mutation = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.nat(),
    fc.nat(12),
    fc.constantFrom(
      '',
      '<',
      '>',
      '</a>',
      '<a>',
      '&',
      ']]>',
      '<![CDATA[',
      '<!--',
      '?',
      ' ',
      '某',
      '<a b="c">',
      '\u0000',
      '/',
    ),
  )
  .map(([text, at, length, put]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + put + text.slice(start + length)
  })

function compare(xml: string): void {
  const strict = readDocument(xml)
  const general = readGeneralDocument(xml)
  if ('fault' in strict)
    expect(general, `fast-xml-parser reads what the strict reader refuses:\n${xml}`).toHaveProperty('fault')
  else expect(general, `the readers differ on:\n${xml}`).toEqual(strict)
}

describe(`both readers agree in ${numRuns} runs`, { timeout: 600_000 }, () => {
  it('on documents of the dialect', () => {
    fc.assert(fc.property(document, compare), { numRuns })
  })

  it('on mutations of every fixture', () => {
    fc.assert(fc.property(mutation, compare), { numRuns })
  })

  it('on every fixture as it is', () => {
    expect(fixtures.length).toBeGreaterThan(50)
    for (const xml of fixtures) compare(xml)
  })
})
