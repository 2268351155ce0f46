import { createPlatform, eventId, isWehookError, openMessage, openPush, sealMessage, signPush } from '@wehook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** The two sizes of every CI run: many small values, and a few long ones. */
const sizes = [
  { numRuns: 100_000, size: undefined },
  { numRuns: 500, size: 'max' },
] as const

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789']
const encodingAesKey = fc
  .array(fc.constantFrom(...alphabet), { minLength: 43, maxLength: 43 })
  .map((all) => all.join(''))
const appid = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text)
const aKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'

describe.each(sizes)('$numRuns runs, size $size', ({ numRuns, size }) => {
  const text = fc.string({ unit: 'binary', maxLength: 65_536, ...(size && { size }) })

  it('opens what was sealed, for any text and any appid, astral characters included', () => {
    fc.assert(
      fc.property(
        text,
        appid,
        encodingAesKey,
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (message, id, key, random) => {
          const [aes] = createPlatform({ componentAppId: id, token: 't', encodingAesKey: key }).keys
          if (!aes) return false
          const opened = openMessage(sealMessage(message, id, aes, random), aes)
          return (
            opened.message.equals(Buffer.from(message)) &&
            opened.receiveId.equals(Buffer.from(id)) &&
            opened.random.equals(Buffer.from(random))
          )
        },
      ),
      { numRuns },
    )
  }, 300_000)

  it('refuses a push with any one bit of ciphertext, signature, timestamp or nonce flipped', () => {
    const platform = createPlatform({ componentAppId: 'wx0000000000000c01', token: 'a-token', encodingAesKey: aKey })
    const [aes] = platform.keys
    if (!aes) throw new Error('no key')
    const part = fc.constantFrom('encrypt', 'msg_signature', 'timestamp', 'nonce')
    const sealed = fc.array(text, { minLength: 1, maxLength: size ? 1 : 4 })
    fc.assert(
      fc.property(sealed, part, fc.nat(), (texts, name, at) => {
        const encrypt = sealMessage(texts.join(''), platform.componentAppId, aes)
        const fields = { encrypt, timestamp: '1700000000', nonce: '1234567890' }
        const genuine = { ...fields, msg_signature: signPush('a-token', fields.timestamp, fields.nonce, encrypt) }
        const flipped = {
          ...genuine,
          [name]: name === 'encrypt' ? flipCipher(encrypt, at) : flipText(genuine[name as 'nonce'], at),
        }
        return open(platform, genuine) === 'opened' && open(platform, flipped) === 'refused'
      }),
      { numRuns },
    )
  }, 300_000)
})

it('gives a push the id that its appid and its message make, however long the appid is', () => {
  const nonEmpty = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((text) => text.trim() === text)
  fc.assert(
    fc.property(nonEmpty, fc.string({ unit: 'binary' }), (componentAppId, message) => {
      const platform = createPlatform({ componentAppId, token: 'a-token', encodingAesKey: aKey })
      const [aes] = platform.keys
      if (!aes) return false
      const Encrypt = sealMessage(message, componentAppId, aes)
      const query = { timestamp: '1', nonce: '2', msg_signature: signPush('a-token', '1', '2', Encrypt) }
      const push = openPush({ query, body: { Encrypt } }, [platform])
      return push.id === eventId(componentAppId, message) && push.xml === Buffer.from(message).toString()
    }),
    { numRuns: 10_000 },
  )
})

type Fields = Record<'encrypt' | 'timestamp' | 'nonce' | 'msg_signature', string>

function open(platform: ReturnType<typeof createPlatform>, { encrypt, ...query }: Fields): 'opened' | 'refused' {
  try {
    openPush({ query, body: { Encrypt: encrypt } }, [platform])
    return 'opened'
  } catch (error) {
    expect(isWehookError(error)).toBe(true)
    return 'refused'
  }
}

/** One bit of the bytes that the text stands for. */
function flipCipher(encrypt: string, at: number): string {
  const bytes = Buffer.from(encrypt, 'base64')
  flip(bytes, at)
  return bytes.toString('base64')
}

function flipText(text: string, at: number): string {
  const bytes = Buffer.from(text, 'latin1')
  flip(bytes, at)
  return bytes.toString('latin1')
}

function flip(bytes: Buffer, at: number): void {
  const bit = at % (bytes.length * 8)
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
}
