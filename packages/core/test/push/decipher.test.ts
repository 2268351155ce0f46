import { createCipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decipherBlocks, decipherOnce } from '../../src/push/decipher.js'
import { decodeAesKey } from '../../src/push/platform.js'

const keys = ['a', 'B', '7'].map((character) => decodeAesKey(character.repeat(43)))
const blocks = fc
  .uint8Array({ minLength: 16, maxLength: 4096 })
  .map((bytes) => Buffer.from(bytes.subarray(bytes.length % 16)))

it('decrypts any blocks in any order to what a decipher made for them gives', () => {
  const ciphertexts = fc.array(fc.tuple(fc.constantFrom(...keys), blocks), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(ciphertexts, (all) => {
      for (const [key, ciphertext] of all) {
        expect(decipherBlocks(ciphertext, key)).toEqual(decipherOnce(ciphertext, key))
      }
    }),
    { numRuns: 2000 },
  )
})

it('leaves what it decrypted before as it is', () => {
  const [key] = keys
  if (!key) throw new Error('no key')
  const plain = randomBytes(64)
  const cipher = createCipheriv('aes-256-cbc', key.bytes, key.iv).setAutoPadding(false)
  const first = decipherBlocks(cipher.update(plain), key)
  decipherBlocks(randomBytes(4096), key)
  expect(first).toEqual(plain)
})
