import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { WehookError } from '../errors.js'
import { currentAndPrevious } from '../rotation.js'

/** Encrypts text at rest: AES-256-GCM, a random 12-byte nonce, the record's name as associated data. */
export interface Sealer {
  /** `name` binds the encrypted text to its record: it cannot be decrypted as the text of another one. */
  seal(text: string, name: string): string
  /** Text that was never encrypted is returned unchanged, so encryption can be switched on at any time. */
  open(stored: string, name: string): string
}

const prefix = 'wehook.seal.1.'

/** One key, or the current one followed by earlier ones while they are being replaced; an earlier one that is undefined or empty does not count. */
export type SealKey = string | readonly [current: string, ...previous: (string | undefined)[]]

/**
 * Encrypts with `sealKey` (32 bytes as 64 hex digits or base64); without a key it leaves text unchanged.
 * The first key encrypts, every key decrypts: to rotate, put the new one in front and keep the old one until nothing encrypted with it is left.
 *
 * @throws ERR_OPTIONS_INVALID for a key of another length or alphabet; ERR_INTERNAL from `open` when no key fits.
 */
export function createSealer(sealKey: SealKey | undefined): Sealer {
  const keys = parseKeys(sealKey)
  const current = keys[0]
  return {
    seal(text, name) {
      if (!current) return text
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(name))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${prefix}${current.tag}.${body.toString('base64url')}`
    },
    open(stored, name) {
      if (!stored.startsWith(prefix)) return stored
      const [tag = '', text = ''] = stored.slice(prefix.length).split('.')
      const body = Buffer.from(text, 'base64url')
      const match = keys.find((candidate) => candidate.tag === tag)
      try {
        if (!match) throw new Error('no key with this tag')
        const decipher = createDecipheriv('aes-256-gcm', match.key, body.subarray(0, 12))
        decipher.setAAD(Buffer.from(name)).setAuthTag(body.subarray(-16))
        return decipher.update(body.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new WehookError('ERR_INTERNAL', 'a stored text cannot be opened with any of the seal keys given', {
          hint: 'add the key that it was sealed with to `sealKey`, after the current one',
          cause,
        })
      }
    },
  }
}

/**
 * Digests of a value that must be searchable but not readable at rest: its HMAC-SHA256 under every key, the current one
 * first, or its SHA-256 without a key. A row that holds all of them stays found while the keys are being replaced.
 *
 * @throws ERR_OPTIONS_INVALID for a key of another length or alphabet.
 */
export function createKeyDigest(sealKey: SealKey | undefined): (value: string) => readonly string[] {
  // The digests use a derived key, so that they reveal nothing about what `sealKey` encrypts.
  const keys = parseKeys(sealKey).map(({ key }) => createHmac('sha256', key).update('wehook.digest').digest())
  if (keys.length === 0) return (value) => [createHash('sha256').update(value).digest('base64url')]
  return (value) => keys.map((key) => createHmac('sha256', key).update(value).digest('base64url'))
}

function parseKeys(sealKey: SealKey | undefined): readonly ReturnType<typeof parseKey>[] {
  return sealKey === undefined ? [] : currentAndPrevious<string>(sealKey).map(parseKey)
}

/** `tag` identifies the key in the text that it encrypted, without revealing anything about the key. */
function parseKey(given: unknown): { readonly key: Buffer; readonly tag: string } {
  const text = typeof given === 'string' ? given : ''
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length !== 32 || !/^[0-9a-zA-Z+/_-]+={0,2}$/.test(text)) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `sealKey must hold 32 bytes as hex or base64, this one holds ${key.length}`,
      {
        hint: 'make one with: openssl rand -hex 32',
      },
    )
  }
  return { key, tag: createHash('sha256').update('wehook.seal.tag').update(key).digest('hex').slice(0, 8) }
}
