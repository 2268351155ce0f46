import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPlatform, decodeAesKey, eventId, openMessage, openPush, sealMessage, signPush } from '../src/index.js'

interface Vector {
  readonly id: string
  readonly token: string
  readonly encodingAesKey: string
  readonly receiveId: string
  readonly timestamp: string
  readonly nonce: string
  readonly encrypt: string
  readonly msgSignature: string
  readonly signature: string
  readonly random16: string
  readonly plaintext: string
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../test/vectors/published.json', import.meta.url), 'utf8'),
)

it('holds all ten published vectors', () => {
  expect(vectors).toHaveLength(10)
})

describe.each(vectors)('$id', (vector) => {
  const key = decodeAesKey(vector.encodingAesKey)

  it('is signed as published', () => {
    expect(signPush(vector.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msgSignature)
    expect(signPush(vector.token, vector.timestamp, vector.nonce)).toBe(vector.signature)
  })

  it('opens to the published text for the published receiver', () => {
    const opened = openMessage(vector.encrypt, key)
    expect(opened.message.toString()).toBe(vector.plaintext)
    expect(opened.receiveId.toString()).toBe(vector.receiveId)
    expect(opened.random.toString()).toBe(vector.random16)
  })

  it('seals to the same bytes with the published random part', () => {
    expect(sealMessage(vector.plaintext, vector.receiveId, key, Buffer.from(vector.random16))).toBe(vector.encrypt)
  })

  it('goes through openPush from its envelope', () => {
    const platform = createPlatform({
      componentAppId: vector.receiveId,
      token: vector.token,
      encodingAesKey: vector.encodingAesKey,
    })
    const push = openPush(
      {
        query: { timestamp: vector.timestamp, nonce: vector.nonce, msg_signature: vector.msgSignature },
        body: `<xml><ToUserName><![CDATA[gh_0]]></ToUserName><Encrypt><![CDATA[${vector.encrypt}]]></Encrypt></xml>`,
      },
      [platform],
    )
    expect(push.xml).toBe(vector.plaintext)
    expect(push.id).toBe(eventId(vector.receiveId, vector.plaintext))
  })
})

it('pins the id of the genuine ticket push', () => {
  const vector = vectors.find(({ id }) => id === 'real-ticket-2015')
  expect(eventId(vector?.receiveId ?? '', vector?.plaintext ?? '')).toBe(
    'b59fe7aeb481a03c7a5439abdf089c59c91cfcac9bc216e5f7c0103adc81ba1d',
  )
})
