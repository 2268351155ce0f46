import { createDecipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import {
  createPlatform,
  eventId,
  isWehookError,
  openMessage,
  openPush,
  sealMessage,
  signPush,
} from '../../src/index.js'
import { digest } from '../../src/push/digest.js'
import { decodeAesKey } from '../../src/push/platform.js'
import { options, seal, ticket } from '../sealed.js'

vi.mock('node:crypto', { spy: true })
vi.mock('../../src/push/digest.js', { spy: true })

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
  readFileSync(new URL('../../../../test/vectors/published.json', import.meta.url), 'utf8'),
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

describe('all refusals of trust cost alike', () => {
  const [first, second] = [
    { ...options, token: ['first-token', 'first-token-before'] },
    { ...options, componentAppId: 'wx0000000000000c02', token: 'second-token' },
  ] as const
  const platforms = [createPlatform(first), createPlatform(second)]

  /** The error, and how often a push was hashed and decrypted for it. */
  function refuse(componentAppId: string, token: string) {
    const request = seal(ticket(), { ...options, componentAppId, token })
    vi.clearAllMocks()
    const error = codeOf(() => openPush(request, platforms))
    return {
      error,
      hashes: vi.mocked(digest).mock.calls.length,
      decrypts: vi.mocked(createDecipheriv).mock.calls.length,
    }
  }

  it('whether the AppId is ours or not', () => {
    const work = { hashes: 3, decrypts: 0 }
    expect(refuse(first.componentAppId, 'wrong')).toEqual({ error: 'ERR_SIGNATURE_MISMATCH', ...work })
    expect(refuse(second.componentAppId, 'wrong')).toEqual({ error: 'ERR_SIGNATURE_MISMATCH', ...work })
    expect(refuse('wx0000000000000bad', 'wrong')).toEqual({ error: 'ERR_PLATFORM_UNKNOWN', ...work })
  })

  it('and nothing is decrypted for an AppId that is not addressed, even when it is signed with our token', () => {
    expect(refuse('wx0000000000000bad', 'second-token')).toMatchObject({ error: 'ERR_PLATFORM_UNKNOWN', decrypts: 0 })
    expect(refuse(first.componentAppId, 'second-token')).toMatchObject({ error: 'ERR_SIGNATURE_MISMATCH', decrypts: 0 })
  })
})

describe('of several keys and platforms', () => {
  const other = { componentAppId: 'wx0000000000000c02', token: options.token, encodingAesKey: 'B'.repeat(43) } as const
  const withoutAppId = ({ query, body }: ReturnType<typeof seal>) => ({
    query,
    body: body.replace(/<AppId>.*<\/AppId>/, ''),
  })

  it('the one that opens the push is found, by whichever order they have', () => {
    const push = withoutAppId(seal(ticket()))
    const platforms = [createPlatform(other), createPlatform(options)]
    for (const order of [platforms, platforms.toReversed()]) {
      expect(openPush(push, order).componentAppId).toBe(options.componentAppId)
    }
  })

  it('the error is that of the key that came furthest', () => {
    const push = seal(ticket(), options, 'wx0000000000000a01')
    const keys = [options.encodingAesKey, 'B'.repeat(43)] as const
    for (const encodingAesKey of [keys, [keys[1], keys[0]] as const]) {
      expect(codeOf(() => openPush(push, [createPlatform({ ...options, encodingAesKey })]))).toBe('ERR_APPID_MISMATCH')
    }
  })
})

function codeOf(open: () => unknown): string {
  try {
    open()
    return 'opened'
  } catch (error) {
    return isWehookError(error) ? error.code : String(error)
  }
}
