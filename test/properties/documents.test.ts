import { createPlatform, isWehookError, openPush, readDocument } from '@wehook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const platform = createPlatform({
  componentAppId: 'wx0000000000000c01',
  token: 'a-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
})
const query = { timestamp: '1700000000', nonce: '1', msg_signature: 'x' }

/** Text that comes near to what the readers read. */
const pieces = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('<xml>', '</xml>', '<Encrypt>', '</Encrypt>', '<AppId>', '</AppId>', '<a>', '</a>'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?',
      '?>',
      '<!DOCTYPE x>',
      '<b/>',
      '<',
      '>',
      '&',
      ';',
      '{',
      '}',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '&amp;',
      '&#65;',
      '&#x110000;',
      '<__proto__>',
      '</__proto__>',
      '"Encrypt"',
      ':',
      '"',
      '\ufeff',
    ),
  },
  fc.string({ unit: 'binary', maxLength: 16 }),
)
const nearText = (size?: 'max') =>
  fc.array(pieces, { maxLength: 2_000, ...(size && { size }) }).map((all) => all.join(''))

describe.each([
  { numRuns: 100_000, size: undefined },
  { numRuns: 500, size: 'max' as const },
])('$numRuns runs, size $size', ({ numRuns, size }) => {
  it('the scan of an envelope throws nothing but a WehookError', () => {
    fc.assert(
      fc.property(nearText(size), (body) => {
        try {
          openPush({ query, body }, [platform])
        } catch (error) {
          return isWehookError(error)
        }
        return false
      }),
      { numRuns },
    )
  }, 300_000)

  it('the search in a parsed body throws nothing but a WehookError', () => {
    const parsed = fc.object({
      maxDepth: 4,
      key: fc.constantFrom('xml', 'Encrypt', 'encrypt', 'AppId', '__proto__', 'a'),
      withNullPrototype: true,
      ...(size && { size: 'medium' }),
    })
    fc.assert(
      fc.property(parsed, (body) => {
        try {
          openPush({ query, body }, [platform])
        } catch (error) {
          return isWehookError(error)
        }
        return false
      }),
      { numRuns: numRuns / 10 },
    )
  }, 300_000)

  it('the reader of documents throws nothing at all, and its faults say where', () => {
    fc.assert(
      fc.property(nearText(size), (text) => {
        const result = readDocument(`<xml>${text}</xml>`)
        if ('fault' in result) return result.fault.line >= 1 && result.fault.message !== ''
        return typeof result.root === 'object'
      }),
      { numRuns },
    )
  }, 300_000)
})

it('a document cut within a tag is told apart from one that is nested too deeply', () => {
  readDocument('<xml><appid>1</appid></xml>')
  const result = readDocument('<xml>\n<appid1')
  expect('fault' in result && result.fault.message).not.toContain('nested')
})

it('a fault of a document is found by the line it is on', () => {
  const result = readDocument('<xml>\n<a>1</a>\n<b>2</c>\n</xml>')
  expect(result).toEqual({ fault: { message: '<b> is closed by </c>', line: 3, element: 'b' } })
})
