import { type AuthorizationEvent, infoTypes, readDocument, readEvent, type UnknownEvent } from '@wehook/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const push = (xml: string) => ({
  id: 'f'.repeat(64),
  componentAppId: 'wx0000000000000001',
  xml,
  timestamp: 1_700_000_001,
})
const documentOf = (infoType: string, inner: string) =>
  `<xml><AppId><![CDATA[wx0000000000000001]]></AppId>\n<CreateTime>1700000000</CreateTime>\n<InfoType><![CDATA[${infoType}]]></InfoType>${inner}</xml>`

const registration = documentOf(
  'notify_third_fasteregister',
  '<status>0</status><appid>wx0000000000000002</appid><info><code_type>1</code_type></info><extra><deep>1</deep></extra>',
)

describe('what the push and its delivery give', () => {
  test('id, platform, text and delivery stand on the event', () => {
    expect(readEvent(push(registration), { attempt: 3, receivedAt: 1_700_000_005_000 })).toMatchObject({
      id: 'f'.repeat(64),
      componentAppId: 'wx0000000000000001',
      createdAt: new Date(1_700_000_000_000),
      receivedAt: new Date(1_700_000_005_000),
      attempt: 3,
      xml: registration,
    })
  })

  test('by default it is the first attempt, received now', () => {
    const before = Date.now()
    const { attempt, receivedAt } = readEvent(push(registration))
    expect(attempt).toBe(1)
    expect(receivedAt.getTime()).toBeGreaterThanOrEqual(before)
    expect(receivedAt.getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('the same push read twice gives equal events', () => {
    const delivery = { receivedAt: 0 }
    expect(readEvent(push(registration), delivery)).toEqual(readEvent(push(registration), delivery))
  })

  test('a timestamp that no Date holds falls back to the time of receipt', () => {
    const event = readEvent({ ...push('<xml></xml>'), timestamp: 999_999_999_999_999 }, { receivedAt: 5 })
    expect(event.createdAt).toEqual(new Date(5))
  })
})

function expectFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  expect(Object.isFrozen(value)).toBe(true)
  Object.values(value).forEach(expectFrozen)
}

describe('events are frozen all the way down', () => {
  const list = documentOf(
    'order_path_audit_result_notify',
    '<list><appid>a</appid><audit_id>1</audit_id><status>3</status></list>',
  )
  const certification = documentOf(
    'notify_3rd_wxa_auth',
    '<appid>a</appid><taskid>t</taskid><task_status>12</task_status><apply_status>3</apply_status>',
  )
  const misfit = registration.replace('<code_type>1<', '<code_type>x<')
  test.each([
    registration,
    list,
    certification,
    misfit,
    documentOf('new', '<a><b>1</b></a>'),
    '<xml>',
    '{"a":{"b":1}}',
  ])('%s', (xml) => expectFrozen(readEvent(push(xml))))
})

describe('integers', () => {
  const statusOf = (text: string) => {
    const event = readEvent(push(documentOf('notify_third_fasteregister', `<status>${text}</status>`)))
    return event.infoType === 'notify_third_fasteregister' ? event.payload.status : event.infoType
  }
  test.each([
    ['-1', -1],
    [' 103\n', 103],
    ['<![CDATA[103]]>', 103],
    ['\n<![CDATA[ 103 ]]>\n', 103],
    ['0103', 103],
    ['9007199254740991', 9007199254740991],
  ])('%j is a number', (text, value) => expect(statusOf(text)).toBe(value))

  test.each(['', '1.5', '1e3', '0x10', '+1', '１', '--1', '-', 'NaN', '9007199254740992', '1 2'])(
    '%j is none',
    (text) => expect(statusOf(text)).toBe('unknown'),
  )
})

describe('issues', () => {
  test('never hold a value of the document', () => {
    const secret = 'confidential-value'
    const texts = [
      documentOf('notify_third_fasteregister', `<status>${secret}</status>`),
      documentOf('notify_third_fasteregister', `<status>-1</status><info><code_type>${secret}</code_type></info>`),
      documentOf('notify_third_fasteregister', `<status>-1</status><info>${secret}</info><msg><a>${secret}</a></msg>`),
      `<xml><CreateTime>${secret}</CreateTime><InfoType>authorized</InfoType><AuthorizerAppid>${secret}</AuthorizerAppid></xml>`,
      `<xml><name>${secret}</name><appid>${secret}<appid></xml>`,
      `<xml><name>${secret}</name>`,
      `{"name": "${secret}", ${secret}}`,
    ]
    for (const text of texts) {
      const { issues } = readEvent(push(text))
      expect(issues.length, text).toBeGreaterThan(0)
      expect(JSON.stringify(issues)).not.toContain(secret)
    }
  })

  test('a repeated element of an optional group names the group alone', () => {
    const twice = registration.replace('</info>', '</info><info><code_type>x</code_type></info>')
    expect(readEvent(push(twice)).issues).toEqual([
      { path: 'info', message: 'info is there more than once; left out of payload' },
    ])
  })
})

describe('JSON documents', () => {
  test('numbers survive to the letter', () => {
    const xml = '{"InfoType":"new","CreateTime":1700000000,"id":12345678901234567890,"price":-1.50,"text":"\\"7\\\\"}'
    expect(readEvent(push(xml)).payload).toEqual({ id: '12345678901234567890', price: '-1.50', text: '"7\\' })
  })

  test.each(['{"__proto__":{"a":1}}', '{"a":{"constructor":1}}'])('a reserved name is refused: %s', (xml) => {
    expect(readEvent(push(xml))).toMatchObject({
      infoType: 'unknown',
      payload: {},
      issues: [{ message: 'the JSON document has a name that is reserved' }],
    })
  })

  test('deep nesting is refused', () => {
    expect(readEvent(push(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)).issues[0]?.message).toMatch(/nested/)
    expect(readEvent(push(`{"a":${'['.repeat(200_000)}`)).infoType).toBe('unknown')
  })
})

describe('for any text', () => {
  const known = new Set<string>([...infoTypes, 'unknown'])
  const usable = (event: AuthorizationEvent | UnknownEvent) => {
    expect(known).toContain(event.infoType)
    expect(event.createdAt.getTime()).not.toBeNaN()
    expect(Object.isFrozen(event)).toBe(true)
  }
  const element = fc.oneof(
    fc.constantFrom(
      'status',
      'appid',
      'info',
      'list',
      'code_type',
      'task_status',
      'apply_status',
      'taskid',
      'audit_id',
    ),
    fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/),
  )
  const content = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('0', '-1', '12', '3', '', '<![CDATA[]]>', '<![CDATA[4]]>'),
      fc.string().map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`),
      fc
        .array(fc.tuple(element, tie('node')), { maxLength: 6 })
        .map((nodes) => nodes.map(([name, inner]) => `<${name}>${inner}</${name}>`).join('')),
    ),
  })).node

  test('readEvent never throws: any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => usable(readEvent(push(text)))))
    fc.assert(fc.property(fc.json(), (text) => usable(readEvent(push(text)))))
  })

  test('readEvent never throws: any elements in any event', () => {
    const documents = fc.tuple(fc.constantFrom(...infoTypes), content).map(([type, inner]) => documentOf(type, inner))
    fc.assert(
      fc.property(documents, (text) => usable(readEvent(push(text)))),
      { numRuns: 2000 },
    )
  })

  test('a status that no table lists is undetermined and keeps its number', () => {
    const codes = new Set([0, 3, 89251, 89252])
    const undocumented = fc.integer().filter((code) => !codes.has(code) && (code < -2 || code > 100_004))
    fc.assert(
      fc.property(undocumented, (code) => {
        const xml = documentOf('notify_third_fastverifybetaapp', `<status>${code}</status>`)
        expect(readEvent(push(xml))).toMatchObject({ outcome: 'undetermined', status: { code, known: false } })
      }),
    )
  })
})

test.each([
  ['another root', '<?xml version="1.0"?>\n\n<doc>\n<a/>\n</doc>', 'doc', 3],
  ['a root that holds text alone', '\n<xml>\n\ntext</xml>', 'xml', 2],
])('an issue with %s has the line where it begins', (_, xml, path, line) => {
  expect(readEvent(push(xml)).issues).toContainEqual(expect.objectContaining({ path, line }))
})

test('lines of a text end with LF, in CDATA too, as they do for the general reader', () => {
  const inner = '<reason><![CDATA[one\r\ntwo\rthree]]></reason>'
  const payloadOf = (xml: string) => readEvent(push(xml)).payload
  expect(payloadOf(documentOf('notify_invented', inner))).toMatchObject({ reason: 'one\ntwo\nthree' })
  expect(payloadOf(documentOf('notify_invented', `<!-- c -->${inner}`))).toMatchObject({ reason: 'one\ntwo\nthree' })
})

test.each([
  '\n<?xml version="1.0" encoding="UTF-8"?>\n<xml><a>1</a></xml>',
  "\ufeff \r\n<?xml version='1.0'?><xml><a>1</a></xml>",
  '\n<?xml version="1.0"?><xml><a b="c">1</a></xml>',
])('white space before the declaration of %j takes nothing from it', (xml) => {
  expect(readDocument(xml)).toEqual({ root: { a: '1' } })
})

test('a fault behind such white space has its own line', () => {
  expect(readDocument('\n\n<xml><!-- c -->\n<a></b></xml>')).toMatchObject({ fault: { line: 4 } })
})

test.each([
  '\ufeff\ufeff<xml><a>1</a></xml>',
  '\ufeff\ufeff<xml><a b="c">1</a></xml>',
  '<?xml version="1.0\'?><xml><a>1</a></xml>',
  '<?xml version="1.0"',
  '<xml><a\u00a0/></xml>',
  '<xml><prototype>1</prototype></xml>',
  '<xml><a>1</a></xml>\u3000',
  '<xml a="b"/>\u3000',
])('%j is not well-formed', (xml) => {
  expect(readDocument(xml)).toHaveProperty('fault')
})

test('processing instructions behind the root are read over, as comments are', () => {
  expect(readDocument('<xml><a>1</a></xml><?b c?>')).toEqual({ root: { a: '1' } })
})
