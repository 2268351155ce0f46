import crypto from 'node:crypto'

/** Hex digest of text or bytes: in one call where Node has it (20.12 and later), which spares an object for the collector. */
export const digest: (algorithm: 'sha1' | 'sha256', data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (algorithm, data) => crypto.hash(algorithm, data)
    : (algorithm, data) => crypto.createHash(algorithm).update(data).digest('hex')
