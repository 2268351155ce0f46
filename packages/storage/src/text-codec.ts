import type { Sealer } from '@wehook/core/storage'

const escaped = 'wehook.json.1.'
/** Databases cut a text at U+0000 or refuse it, and a lone surrogate has no UTF-8: such texts are stored as JSON, which escapes both. */
const needsEscape = /\0|\p{Surrogate}|^wehook\./u

/** Text as it is stored: to the letter in every case, sealed when there is a key. `name` ties a sealed text to its place. */
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

/** The text, or undefined where no key opens it: such an entry can still be listed and requeued. */
export function openedText(codec: TextCodec, stored: string, name: string): string | undefined {
  try {
    return codec.fromStored(stored, name)
  } catch {
    return undefined
  }
}

/** What an entry's text is sealed for: it does not open as the text of another. */
export function textName(id: string): string {
  return `entry:${id}`
}

/** What the errors of an entry's attempts are sealed for. */
export function errorName(id: string): string {
  return `error:${id}`
}

/** A stored error of an entry. Where no key opens it, that is what is shown in its place. */
export function openedError(codec: TextCodec, stored: string, id: string): string {
  return openedText(codec, stored, errorName(id)) ?? 'sealed with a key that was not given'
}

/** What a token is sealed for: it does not open under another key. */
export function tokenName(key: string): string {
  return `token:${key}`
}
