import type { DocumentResult, DocumentValue } from './read.js'

/** Thrown inside of a reader and turned into a fault there; `at` is an offset, `element` the innermost one open. */
export class DocumentSyntaxError extends Error {
  readonly at: number
  readonly element: string

  constructor(message: string, at: number, element: string) {
    super(message)
    this.at = at
    this.element = element
  }
}

export function faultAt(xml: string, at: number, message: string, element: string): DocumentResult {
  let line = 1
  for (let feed = xml.indexOf('\n'); feed >= 0 && feed < at; feed = xml.indexOf('\n', feed + 1)) line += 1
  return { fault: { message, line, element } }
}

/** Names that every object has already would hide or change it, and fast-xml-parser takes no `prototype`; WeChat uses none. */
export function requireFree(name: string, at: number): void {
  if (name in Object.prototype || name === 'prototype') {
    throw new DocumentSyntaxError(`<${name}> is a reserved name`, at, name)
  }
}

/** A name that repeats makes a list; none is one that {@link requireFree} refuses. */
export function addChild(children: Record<string, DocumentValue>, name: string, child: DocumentValue): void {
  const before = children[name]
  if (before === undefined) children[name] = child
  else if (Array.isArray(before)) before.push(child)
  else children[name] = [before, child]
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text outside CDATA from `start` to `end`: trimmed, then its five entities and numeric references decoded. */
export function decodeText(xml: string, start: number, end: number, element: string): string {
  const text = xml.slice(start, end).trim()
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));|&/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined
      const decoded =
        code === undefined ? named[name ?? ''] : isCharacter(code) ? String.fromCodePoint(code) : undefined
      if (decoded === undefined)
        throw new DocumentSyntaxError(`${whole} in <${element}> is no entity of XML`, start, element)
      return decoded
    },
  )
}

/** Production [2] of XML 1.0. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}
