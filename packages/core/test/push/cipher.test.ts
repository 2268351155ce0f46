import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isWehookError, openMessage, sealMessage } from '../../src/index.js'
import { decodeAesKey } from '../../src/push/platform.js'
import { options } from '../sealed.js'

const key = decodeAesKey(options.encodingAesKey)
const id = options.componentAppId

/** Bytes that WeChat would not make, under its cipher. */
function encrypt(plain: Uint8Array): string {
  const cipher = createCipheriv('aes-256-cbc', key.bytes, key.iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
}

/** A plaintext of `size` bytes: random part, length field, `message`, receive id, and a pad of what is left. */
function plaintext(message: string, size: number, length = Buffer.byteLength(message)): Buffer {
  const plain = Buffer.alloc(size)
  plain.writeUInt32BE(length, 16)
  const end = 20 + plain.write(message + id, 20)
  return plain.fill(size - end, end)
}

function codeOf(sealed: string): number | undefined {
  try {
    openMessage(sealed, key)
    return 0
  } catch (error) {
    return isWehookError(error, 'ERR_DECRYPT_FAILED') ? error.wechatCode : undefined
  }
}

describe('a sealed message', () => {
  it('opens with every pad from 1 to 32 bytes', () => {
    const pads = new Set<number>()
    for (let length = 0; length < 32; length++) {
      const message = 'm'.repeat(length)
      const sealed = sealMessage(message, id, key)
      pads.add(Buffer.from(sealed, 'base64').length - 20 - length - id.length)
      const opened = openMessage(sealed, key)
      expect(opened.message.toString()).toBe(message)
      expect(opened.receiveId.toString()).toBe(id)
    }
    expect([...pads].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1))
  })

  it('does not open when any one byte of its pad is wrong', () => {
    const plain = plaintext('message', 64)
    expect(codeOf(encrypt(plain))).toBe(0)
    const pad = 64 - 20 - 'message'.length - id.length
    for (let at = 64 - pad; at < 64; at++) {
      const bent = Buffer.from(plain)
      bent[at] = (bent[at] as number) ^ 1
      expect(codeOf(encrypt(bent)), `byte ${at}`).toBe(-40008)
    }
  })

  it.each([0, 33, 64, 255])('does not open with a last byte of %i', (last) => {
    expect(codeOf(encrypt(Buffer.alloc(64, last)))).toBe(-40008)
  })

  it('holds a length field that may reach up to its pad and no byte further', () => {
    const rest = 'message'.length + id.length
    expect(openMessage(encrypt(plaintext('message', 64, rest)), key).receiveId).toHaveLength(0)
    expect(codeOf(encrypt(plaintext('message', 64, rest + 1)))).toBe(-40008)
    expect(codeOf(encrypt(plaintext('message', 64, 0xffff_ffff)))).toBe(-40008)
  })

  it('does not open when its pad leaves no room for a length field', () => {
    expect(codeOf(encrypt(Buffer.alloc(32, 32)))).toBe(-40008)
    expect(codeOf(encrypt(Buffer.alloc(32, 13)))).toBe(-40008)
  })

  it.each([
    ['no text', '', -40007],
    ['a block cut short', Buffer.alloc(24).toString('base64'), -40007],
    ['a character outside of base64', `${sealMessage('m', id, key).slice(0, -4)}*AA=`, -40010],
    ['a length that is no multiple of four', sealMessage('m', id, key).slice(0, -1), -40010],
    ['white space inside', sealMessage('m', id, key).replace(/^.{8}/, (start) => `${start}\n\n\n\n`), -40010],
  ])('does not open with %s', (_, sealed, code) => {
    expect(codeOf(sealed)).toBe(code)
  })

  it('opens to the same bytes whatever its key opened or refused before', () => {
    const random = Buffer.from('sixteen of them.')
    const sealed = sealMessage('message', id, key, random)
    const before: readonly (readonly [string, number])[] = [
      [sealMessage('another message', id, key), 0],
      [sealMessage('m'.repeat(100_000), id, key), 0],
      ['', -40007],
      ['AAAA', -40007],
      ['****', -40010],
      [encrypt(Buffer.alloc(64, 0)), -40008],
    ]
    for (const [other, code] of before) {
      expect(codeOf(other)).toBe(code)
      expect(openMessage(sealed, key)).toEqual({
        message: Buffer.from('message'),
        receiveId: Buffer.from(id),
        random,
      })
    }
  })

  it('leaves what was opened before as it is', () => {
    const first = openMessage(sealMessage('first', id, key), key)
    openMessage(sealMessage('other', id, key), key)
    expect(first.message.toString()).toBe('first')
  })
})
