import { timingSafeEqual } from 'node:crypto'
import { digest } from './digest.js'

/**
 * The `msg_signature` of a push, lower-case hex: sha1 over the sorted token, timestamp, nonce and `Encrypt` without separators.
 * Without `encrypt` it is the `signature` of a GET verification. PROTOCOL §2.1.
 *
 * @example
 * signPush(token, '1715943329', '1590219412', encrypt) // '6c12a420…'
 */
export function signPush(token: string, timestamp: string, nonce: string, encrypt?: string): string {
  const parts = encrypt === undefined ? [token, timestamp, nonce] : [token, timestamp, nonce, encrypt]
  return digest('sha1', parts.sort().join(''))
}

/**
 * Does `given` equal the signature of these values? Takes the same time wherever they differ and whatever length `given` has.
 */
export function verifySignature(
  given: string,
  token: string,
  timestamp: string,
  nonce: string,
  encrypt?: string,
): boolean {
  const expected = Buffer.from(signPush(token, timestamp, nonce, encrypt))
  const candidate = Buffer.from(given)
  // A digest's length is no secret, but the comparison runs all the same, so that no answer comes sooner than another.
  const sameLength = candidate.length === expected.length
  return timingSafeEqual(sameLength ? candidate : expected, expected) && sameLength
}
