import type { Sealer } from '@wehook/core/storage'

const escaped = 'wehook.json.1.'
/** libsql cuts a text at U+0000, and a lone surrogate has no UTF-8: such texts are stored as JSON, which escapes both. */
const needsEscape = /\0|\p{Surrogate}|^wehook\./u

/** Text as it lies in the file: to the letter in every case, sealed when there is a key. `name` ties a sealed text to its place. */
export interface TextCodec {
  toStored(text: string, name: string): string
  fromStored(stored: string, name: string): string
}

/** The text, or undefined where no key opens it: such an entry can still be listed and requeued. */
export function openedText(codec: TextCodec, stored: string, name: string): string | undefined {
  try {
    return codec.fromStored(stored, name)
  } catch {
    return undefined
  }
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

/** What an entry's text is sealed for: it does not open as the text of another. */
export function textName(id: string): string {
  return `entry:${id}`
}
