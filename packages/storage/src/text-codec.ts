import type { Sealer } from '@wehook/core/storage'

const escaped = 'wehook.json.1.'
/** Databases cut a text at U+0000 or refuse it, and a lone surrogate cannot be encoded as UTF-8: such texts are stored as JSON, which escapes both. */
const needsEscape = /\0|\p{Surrogate}|^wehook\./u

/** Converts text to its stored form and back without any change, encrypted when there is a key. `name` binds an encrypted text to its record. */
export interface TextCodec {
  toStored(text: string, name: string): string
  fromStored(stored: string, name: string): string
}

export function createTextCodec(sealer: Sealer): TextCodec {
  return {
    toStored: (text, name) => sealer.seal(needsEscape.test(text) ? escaped + JSON.stringify(text) : text, name),
    fromStored(stored, name) {
      const text = sealer.open(stored, name)
      return text.startsWith(escaped) ? (JSON.parse(text.slice(escaped.length)) as string) : text
    },
  }
}

/** The text, or undefined where no key decrypts it: such an entry can still be listed and requeued. */
export function openedText(codec: TextCodec, stored: string, name: string): string | undefined {
  try {
    return codec.fromStored(stored, name)
  } catch {
    return undefined
  }
}

/** The name that an entry's encrypted text is bound to, so that it cannot be decrypted as the text of another entry. */
export function textName(id: string): string {
  return `entry:${id}`
}

/** The name that the encrypted errors of an entry's attempts are bound to. */
export function errorName(id: string): string {
  return `error:${id}`
}

/** A stored error of an entry. Where no key decrypts it, a text that says so. */
export function openedError(codec: TextCodec, stored: string, id: string): string {
  return openedText(codec, stored, errorName(id)) ?? 'sealed with a key that was not given'
}

/** The name that an encrypted token is bound to, so that it cannot be decrypted under another key of the store. */
export function tokenName(key: string): string {
  return `token:${key}`
}
