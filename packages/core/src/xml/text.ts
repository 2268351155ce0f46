import { DocumentSyntaxError } from './document.js'

/** Where the white space that begins at `from` ends. */
export function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text outside CDATA that begins at `start`, as a reader of XML gets it: trimmed, its five entities and numeric references decoded. */
export function decodeText(written: string, start: number, element: string): string {
  const text = written.trim()
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));|&/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      const decoded = name === undefined ? toCharacter(hex, decimal) : named[name]
      if (decoded === undefined) {
        throw new DocumentSyntaxError(`${whole} in <${element}> is not an entity of XML`, start, element)
      }
      return decoded
    },
  )
}

function toCharacter(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
  return isCharacter(code) ? String.fromCodePoint(code) : undefined
}

/** Production [2] of XML 1.0. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}
