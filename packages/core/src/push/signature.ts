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

const hexLength = 40
// Written anew by each comparison, which nothing can interrupt: a push allocates no buffers for it.
const expectedBytes = Buffer.alloc(hexLength)
// Room for one character more, which has up to four bytes: one that did not fit would not be written, and not be seen.
const givenBytes = Buffer.alloc(hexLength + 4)
const comparedBytes = givenBytes.subarray(0, hexLength)

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
  expectedBytes.write(signPush(token, timestamp, nonce, encrypt), 'latin1')
  comparedBytes.fill(0)
  // In UTF-8, so that no other character is cut down to one of the digits.
  const written = givenBytes.write(given)
  return timingSafeEqual(comparedBytes, expectedBytes) && written === hexLength
}
