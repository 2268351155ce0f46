import { inspect } from 'node:util'
import { parseQuery } from '@wehook/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'

/** Some that objects have already, and few enough others that they repeat. */
const names = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    'length',
    '0',
    '',
    'nonce',
    'msg_signature',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const pairs = fc.array(fc.tuple(names, fc.string({ unit: 'binary' })), { maxLength: 20 })

function grouped(params: URLSearchParams): Map<string, string | readonly string[]> {
  const all = [...new Set(params.keys())].map((name) => [name, params.getAll(name)] as const)
  return new Map(all.map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]))
}

it('a query is read as URLSearchParams reads it, whatever its names', () => {
  fc.assert(
    fc.property(pairs, fc.constantFrom('', '#', '#?nonce=1'), (given, hash) => {
      const params = new URLSearchParams(given)
      const query = parseQuery(`/wechat?${params}${hash}`)
      const expected = given.length > 0 ? grouped(params) : new Map([['', '']])
      expect(new Map(Object.entries(query))).toEqual(expected)
      expect(new Map(Object.entries({ ...query }))).toEqual(expected)
      expect(Object.entries(JSON.parse(JSON.stringify(query))).length).toBe(expected.size)
      expect(inspect(query)).toContain('{')
    }),
  )
})

it('is read so in whatever form it is written', () => {
  const piece = fc.constantFrom('a', 'bc', '=', '&', '?', '/', '%41', '+', '%', '某')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      // URLSearchParams leaves out what is empty between two `&`, and reads a single % as itself, as we do a pair with one.
      fc.pre(!/(^|&)(&|$)/.test(text) && !/%(?!41)/.test(text))
      expect(new Map(Object.entries(parseQuery(`/wechat?${text}#a=b&c`)))).toEqual(
        grouped(new URLSearchParams(`?${text}`)),
      )
    }),
    { numRuns: 1000 },
  )
})

it('a query has no names but its own', () => {
  for (const url of ['/?', '/?nonce=1']) {
    const query = parseQuery(url)
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      expect(name in query).toBe(false)
      expect(query[name]).toBeUndefined()
    }
  }
})
