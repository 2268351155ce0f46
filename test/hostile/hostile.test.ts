import { createPlatform, isWehookError, openPush, parseQuery, readDocument, readEvent } from '@wehook/core'
import { describe, expect, it } from 'vitest'
import { hostileBodies, hostileDocuments } from './inputs.js'

const platform = createPlatform({
  componentAppId: 'wx0000000000000c01',
  token: 'a-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
})
const query = { timestamp: '1700000000', nonce: '1', msg_signature: 'x' }

// Milliseconds stand in test/bench; a reader that is not linear takes minutes for these, so that the test cannot end in its time.
const timeout = 2_000

describe('the scan of an envelope', () => {
  it.each(Object.entries(hostileBodies))('refuses %s', { timeout }, (_, { body, code }) => {
    expect(body.length).toBeGreaterThan(200_000)
    let thrown: unknown
    try {
      openPush({ query, body }, [platform])
    } catch (error) {
      thrown = error
    }
    expect(isWehookError(thrown) && thrown.code).toBe(code)
  })
})

describe('the query of a URL', () => {
  // Node takes 16 KiB of headers.
  it.each(['&', 'a&', '%&', 'nonce=%ff&', 'nonce=1&'])('of 16 KiB of %j is read at once', { timeout }, (piece) => {
    const query = parseQuery(`/?${piece.repeat(16_384 / piece.length)}`)
    for (let i = 0; i < 10; i++) parseQuery(`/?${piece.repeat(16_384 / piece.length)}`)
    expect(Object.keys(query)).toHaveLength(1)
    expect(Array.isArray(Object.values(query)[0])).toBe(true)
  })
})

describe('the reader of documents', () => {
  it.each(Object.entries(hostileDocuments))('reads or refuses %s', { timeout }, (_, xml) => {
    expect(xml.length).toBeGreaterThan(200_000)
    readDocument(xml)
    const event = readEvent({ id: '0', componentAppId: platform.componentAppId, xml, timestamp: 1_700_000_000 })
    expect(event.infoType).toBe('unknown')
  })
})
