import { describe, expect, it } from 'vitest'
import { signPush, verifySignature } from '../../src/push/signature.js'

const values = ['a-token', '1700000000', '123456789', 'sealed'] as const
const signature = signPush(...values)

describe('a signature', () => {
  it('verifies as it is', () => {
    expect(verifySignature(signature, ...values)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['one digit less', signature.slice(1)],
    ['one digit more', `${signature}0`],
    ['a character of two bytes more', `${signature}é`],
    ['a character of three bytes more', `${signature}某`],
    ['a character of four bytes more', `${signature}𝄞`],
    ['half a character more', `${signature}\ud834`],
    ['upper case', signature.toUpperCase()],
    [
      'a character that is a digit but for its high byte',
      String.fromCharCode(...[...Buffer.from(signature)].map((c) => c + 0x100)),
    ],
    ['256 KiB', signature.repeat(6_500)],
  ])('does not with %s', (_, given) => {
    expect(verifySignature(given, ...values)).toBe(false)
  })
})
