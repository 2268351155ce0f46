import type { DocumentObject, DocumentResult, DocumentValue } from './xml.js'
import { addChild, DocumentSyntaxError, decodeText, faultAt } from './xml-text.js'

/**
 * Reads the documents that WeChat really sends in one pass: elements without attributes, text, CDATA, an XML declaration
 * (PROTOCOL §3.0). `undefined` where a document uses more of XML than that; such a one goes to the general parser.
 */
export function readDialect(xml: string): DocumentResult | undefined {
  const cursor: Cursor = { xml, at: skipSpace(xml, xml.charCodeAt(0) === 0xfeff ? 1 : 0) }
  try {
    if (xml.startsWith('<?xml ', cursor.at)) cursor.at = skipSpace(xml, declarationEnd(xml, cursor.at))
    if (xml.charCodeAt(cursor.at) !== lessThan) throw new DocumentSyntaxError('no element', cursor.at, '')
    const name = openingTag(cursor)
    if (name === undefined) return undefined
    if (name !== 'xml') throw new DocumentSyntaxError(`the root is <${name}>, expected <xml>`, 0, name)
    const root = element(cursor, name, 1)
    if (root === undefined) return undefined
    const rest = skipSpace(xml, cursor.at)
    if (rest < xml.length)
      return xml.startsWith('<!--', rest) ? undefined : faultAt(xml, rest, 'something follows </xml>', 'xml')
    return { root: typeof root === 'string' ? textOnly(root) : (root as DocumentObject) }
  } catch (error) {
    if (error instanceof DocumentSyntaxError) return faultAt(xml, error.at, error.message, error.element)
    throw error
  }
}

interface Cursor {
  readonly xml: string
  at: number
}

const lessThan = 0x3c
const deepest = 64

/** What an element holds; the cursor stands behind its opening tag, which may be its only one. */
function element(cursor: Cursor, name: string, depth: number): DocumentValue | undefined {
  return cursor.xml.charCodeAt(cursor.at - 2) === 0x2f /* / */ ? '' : content(cursor, name, depth)
}

/** The content of an element up to and with its closing tag; the cursor stands behind its opening tag. */
function content(cursor: Cursor, name: string, depth: number): DocumentValue | undefined {
  const { xml, at: opened } = cursor
  if (depth > deepest) throw new DocumentSyntaxError(`elements are nested deeper than ${deepest}`, opened, name)
  let text = ''
  let children: Record<string, DocumentValue> | undefined
  for (;;) {
    text += textUpToTag(cursor, name, opened)
    const mark = cursor.at
    const next = xml.charCodeAt(mark + 1)
    if (next === 0x2f /* / */) {
      closingTag(cursor, name, opened)
      if (children === undefined) return text
      if (text !== '') throw new DocumentSyntaxError(`<${name}> holds text beside elements`, opened, name)
      return children
    }
    if (next === 0x21 /* ! */ && xml.startsWith('[CDATA[', mark + 2)) {
      const end = xml.indexOf(']]>', mark + 9)
      if (end < 0) throw new DocumentSyntaxError(`CDATA in <${name}> is not closed`, mark, name)
      text += xml.slice(mark + 9, end)
      cursor.at = end + 3
      continue
    }
    const childName = openingTag(cursor)
    if (childName === undefined) return undefined
    const child = element(cursor, childName, depth + 1)
    if (child === undefined) return undefined
    children ??= {}
    addChild(children, childName, child, mark)
  }
}

/** Moves to the next tag or CDATA; most often nothing but white space stands before it. */
function textUpToTag(cursor: Cursor, name: string, opened: number): string {
  const { xml } = cursor
  const start = skipSpace(xml, cursor.at)
  if (xml.charCodeAt(start) === lessThan) {
    cursor.at = start
    return ''
  }
  const mark = xml.indexOf('<', start)
  if (mark < 0) throw new DocumentSyntaxError(`<${name}> is not closed`, opened, name)
  cursor.at = mark
  return decodeText(xml, start, mark, name)
}

/**
 * Element names met before. A push has fourteen of the same few dozen: finding one here is cheaper than checking its letters, and as
 * a key of an object it is found faster.
 */
const knownNames = new Map<string, string>()
const knownNamesLimit = 500

/** The name in the tag at the cursor, which moves behind it; `undefined` for anything but a name in plain letters. */
function openingTag(cursor: Cursor): string | undefined {
  const { xml } = cursor
  const close = xml.indexOf('>', cursor.at)
  if (close < 0) return undefined
  const raw = xml.slice(cursor.at + 1, close)
  let name = knownNames.get(raw)
  if (name === undefined) {
    name = /^([A-Za-z_][\w.-]{0,99})\s*\/?$/.exec(raw)?.[1]
    if (name === raw && knownNames.size < knownNamesLimit) knownNames.set(raw, name)
  }
  cursor.at = close + 1
  return name
}

function closingTag(cursor: Cursor, name: string, opened: number): void {
  const { xml } = cursor
  const start = cursor.at + 2
  const close = skipSpace(xml, start + name.length)
  if (!xml.startsWith(name, start) || xml.charCodeAt(close) !== 0x3e /* > */) {
    const found = xml.slice(start, start + 64).split(/[>\s]/, 1)[0]
    throw new DocumentSyntaxError(`<${name}> is closed by </${found}>`, opened, name)
  }
  cursor.at = close + 1
}

function declarationEnd(xml: string, from: number): number {
  const end = xml.indexOf('?>', from)
  if (end < 0) throw new DocumentSyntaxError('the XML declaration is not closed', from, '')
  return end + 2
}

/** A root that holds no element: nothing to read, which the reader of events reports. */
function textOnly(text: string): DocumentObject {
  if (text !== '') throw new DocumentSyntaxError('<xml> holds text and no element', 0, 'xml')
  return {}
}

function skipSpace(xml: string, from: number): number {
  let at = from
  for (;;) {
    const code = xml.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at += 1
  }
}
