import type { DocumentObject, DocumentResult, DocumentValue } from './read.js'
import { addChild, DocumentSyntaxError, decodeText, faultAt, requireFree } from './text.js'

/**
 * Reads the documents that WeChat really sends in one pass: elements without attributes, text, CDATA, an XML declaration
 * (PROTOCOL §3.0). `undefined` where a document uses more of XML than that; such a one goes to the general parser.
 */
export function readDialect(document: string): DocumentResult | undefined {
  // As XML has it, every line ends with LF for whoever reads the text.
  const xml = document.includes('\r') ? document.replace(/\r\n?/g, '\n') : document
  const head = skipSpace(xml, xml.charCodeAt(0) === 0xfeff ? 1 : 0)
  declaration.lastIndex = head
  const start = skipSpace(xml, declaration.test(xml) ? declaration.lastIndex : head)
  const cursor: Cursor = { xml, at: start }
  try {
    if (xml.charCodeAt(start) !== lessThan) throw new DocumentSyntaxError('no element', start, '')
    const tag = openingTag(cursor, documentStart, 'first')
    if (tag === undefined) return undefined
    if (tag.name !== 'xml') throw new DocumentSyntaxError(`the root is <${tag.name}>, expected <xml>`, start, tag.name)
    const root = element(cursor, tag, 1)
    if (root === undefined) return undefined
    const rest = skipSpace(xml, cursor.at)
    if (rest < xml.length) {
      const isGeneral = xml.startsWith('<!--', rest) || xml.startsWith('<?', rest)
      return isGeneral ? undefined : faultAt(xml, rest, 'something follows </xml>', 'xml')
    }
    return { root: typeof root === 'string' ? textOnly(root, start) : (root as DocumentObject) }
  } catch (error) {
    if (error instanceof DocumentSyntaxError) return faultAt(xml, error.at, error.message, error.element)
    throw error
  }
}

interface Cursor {
  readonly xml: string
  at: number
}

/** As servers write it; what is written otherwise goes to the general parser. */
const declaration = /<\?xml version="1\.\d"(?: encoding="[\w.-]+")?(?: standalone="(?:yes|no)")? ?\?>/y

const lessThan = 0x3c
const deepest = 64

/** What an element holds; the cursor stands behind its opening tag, which may be its only one. */
function element(cursor: Cursor, tag: Tag, depth: number): DocumentValue | undefined {
  if (depth > deepest) {
    throw new DocumentSyntaxError(`elements are nested deeper than ${deepest}`, cursor.at, tag.name)
  }
  return cursor.xml.charCodeAt(cursor.at - 2) === 0x2f /* / */ ? '' : content(cursor, tag, depth)
}

/** The content of an element up to and with its closing tag; the cursor stands behind its opening tag. */
function content(cursor: Cursor, tag: Tag, depth: number): DocumentValue | undefined {
  const { xml, at: opened } = cursor
  const { name } = tag
  let text = ''
  let children: Record<string, DocumentValue> | undefined
  let before: Tag | undefined
  for (;;) {
    text += textUpToTag(cursor, name, opened)
    const mark = cursor.at
    const next = xml.charCodeAt(mark + 1)
    if (next === 0x2f /* / */) {
      closingTag(cursor, tag, opened)
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
    const childTag = before ? openingTag(cursor, before, 'next') : openingTag(cursor, tag, 'first')
    if (childTag === undefined) return undefined
    const child = element(cursor, childTag, depth + 1)
    if (child === undefined) return undefined
    before = childTag
    children ??= {}
    addChild(children, childTag.name, child)
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

/** The tags of a name, and which followed them the last time: documents of a kind have their elements in the same order. */
interface Tag {
  readonly name: string
  readonly opening: string
  readonly closing: string
  /** The first element inside. */
  first: Tag | undefined
  /** The element behind. */
  next: Tag | undefined
}

function toTag(text: string): Tag {
  const opening = `<${text}>`
  // Cut out of the tag, for a part of the document would keep all of it in memory.
  const name = opening.slice(1, -1)
  return { name, opening, closing: `</${name}>`, first: undefined, next: undefined }
}

const documentStart = toTag('')

/** Names met before: finding one here is cheaper than checking its letters. */
const knownTags = new Map<string, Tag>()
const knownTagsLimit = 500

/** The tag at the cursor, which moves behind it; `undefined` for anything but a name in plain letters. */
function openingTag(cursor: Cursor, before: Tag, place: 'first' | 'next'): Tag | undefined {
  const { xml, at } = cursor
  const expected = before[place]
  if (expected !== undefined && xml.startsWith(expected.opening, at)) {
    cursor.at = at + expected.opening.length
    return expected
  }
  const close = xml.indexOf('>', at)
  if (close < 0) return undefined
  const raw = xml.slice(at + 1, close)
  const known = knownTags.get(raw)
  if (known) before[place] = known
  cursor.at = close + 1
  return known ?? newTag(raw, at)
}

function newTag(raw: string, at: number): Tag | undefined {
  const name = /^([A-Za-z_][\w.-]{0,99})[ \t\n]*\/?$/.exec(raw)?.[1]
  if (name === undefined) return undefined
  requireFree(name, at)
  const tag = toTag(name)
  if (name === raw && knownTags.size < knownTagsLimit) knownTags.set(tag.name, tag)
  return tag
}

function closingTag(cursor: Cursor, { name, closing }: Tag, opened: number): void {
  const { xml, at } = cursor
  if (xml.startsWith(closing, at)) {
    cursor.at = at + closing.length
    return
  }
  const start = at + 2
  const close = skipSpace(xml, start + name.length)
  if (!xml.startsWith(name, start) || xml.charCodeAt(close) !== 0x3e /* > */) {
    const found = xml.slice(start, start + 64).split(/[>\s]/, 1)[0]
    throw new DocumentSyntaxError(`<${name}> is closed by </${found}>`, opened, name)
  }
  cursor.at = close + 1
}

/** A root that holds no element: nothing to read, which the reader of events reports. */
function textOnly(text: string, start: number): DocumentObject {
  if (text !== '') throw new DocumentSyntaxError('<xml> holds text and no element', start, 'xml')
  return {}
}

/** CR is none: the document's line ends are LF. */
function skipSpace(xml: string, from: number): number {
  let at = from
  for (;;) {
    const code = xml.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x09) return at
    at += 1
  }
}
