import { describe, expect, it } from 'vitest'
import { readEvent } from '../../src/index.js'

const push = { id: '0', componentAppId: 'wx0000000000000c01', timestamp: 1_700_000_000 }

function read(inner: string) {
  const head = '<AppId>wx0000000000000c01</AppId><CreateTime>1700000000</CreateTime>'
  return readEvent({ ...push, xml: `<xml>${head}${inner}</xml>` })
}

describe('an authentic document with more misfits than any real one', () => {
  it.each([
    ['items of a list', 'order_path_audit_result_notify', '<list><audit_id>x</audit_id></list>'],
    ['a field that is text', 'authorized', '<AuthorizerAppid>a</AuthorizerAppid>'],
    ['an undocumented element', 'authorized', '<Undocumented>a</Undocumented>'],
    ['elements inside another', 'notify_third_fasteregister', '<info><name>a</name></info>'],
  ])('is read, with few issues: 200,000 of %s', { timeout: 20_000 }, (_, infoType, element) => {
    const event = read(`<InfoType>${infoType}</InfoType>${element.repeat(200_000)}`)
    expect(event.infoType).toBe('unknown')
    expect(event.issues.length).toBeGreaterThan(0)
    expect(event.issues.length).toBeLessThanOrEqual(101)
  })

  it('names the first 100 and counts the rest', () => {
    const event = read(`<InfoType>order_path_audit_result_notify</InfoType>${'<list><a>x</a></list>'.repeat(900)}`)
    expect(event.issues).toHaveLength(101)
    expect(event.issues.at(-1)?.message).toMatch(/^\d+ more issues like these$/)
  })
})
