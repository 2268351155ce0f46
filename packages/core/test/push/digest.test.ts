import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digest, digestByObject } from '../../src/push/digest.js'

it('is the same by the one call and by an object, for any text and any bytes', () => {
  const data = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array())
  fc.assert(
    fc.property(fc.constantFrom('sha1', 'sha256'), data, (algorithm, given) => {
      expect(digest(algorithm, given)).toBe(digestByObject(algorithm, given))
    }),
  )
})
