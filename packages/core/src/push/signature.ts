import { timingSafeEqual } from 'node:crypto'
import { digest } from './digest.js'

/**
 * The `msg_signature` of a push, lower-case hex: sha1 over the sorted token, timestamp, nonce and `Encrypt` without separators.
 * Without `encrypt` it is the `signature` of a GET verification.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 * @example
 * signPush(token, '1715943329', '1590219412', encrypt) // '6c12a420…'
 */
export function signPush(token: string, timestamp: string, nonce: string, encrypt?: string): string {
  const parts = encrypt === undefined ? [token, timestamp, nonce] : [token, timestamp, nonce, encrypt]
  return digest('sha1', parts.sort().join(''))
}

/** Does `given` equal the signature of these values? Takes the same time wherever they differ. */
export function verifySignature(
  given: string,
  token: string,
  timestamp: string,
  nonce: string,
  encrypt?: string,
): boolean {
  const actual = Buffer.from(given)
  const expected = Buffer.from(signPush(token, timestamp, nonce, encrypt))
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
