import crypto from 'node:crypto'

/**
 * Hex digest of text or bytes. Node 20.12 has a function for it, which takes 1.5 µs for a push where an object made by `createHash` takes
 * 2.6 µs; a push needs two digests.
 */
export const digest: (algorithm: 'sha1' | 'sha256', data: string | Uint8Array) => string =
  typeof crypto.hash === 'function' ? crypto.hash : digestByObject

/** The same result, in a way that every version of Node has. */
export function digestByObject(algorithm: 'sha1' | 'sha256', data: string | Uint8Array): string {
  return crypto.createHash(algorithm).update(data).digest('hex')
}
