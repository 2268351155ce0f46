import {
  addChild,
  type DocumentResult,
  DocumentSyntaxError,
  type DocumentValue,
  faultAt,
  maxDepth,
  toRoot,
} from './document.js'
import { decodeText, skipSpace } from './text.js'

/**
 * Reads documents written the way WeChat writes them, in one pass: an XML declaration, elements without attributes, text, CDATA.
 * `undefined` where a document uses other features of XML; the general reader reads it then.
 */
export function readDialect(document: string): DocumentResult | undefined {
  // XML requires that every line end is read as LF.
  const xml = document.includes('\r') ? document.replace(/\r\n?/g, '\n') : document
  const start = skipDeclaration(xml)
  const cursor = { xml, at: start }
  try {
    if (xml[start] !== '<') throw new DocumentSyntaxError('no element', start, '')
    const tag = openingTag(cursor)
    if (tag.name !== 'xml') throw new DocumentSyntaxError(`the root is <${tag.name}>, expected <xml>`, start, tag.name)
    const root = element(cursor, tag, 1)
    const rest = skipSpace(xml, cursor.at)
    if (xml.startsWith('<!--', rest) || xml.startsWith('<?', rest)) return undefined
    if (rest < xml.length) throw new DocumentSyntaxError('something follows </xml>', rest, 'xml')
    return toRoot(root, start)
  } catch (error) {
    if (error === beyondDialect) return undefined
    if (error instanceof DocumentSyntaxError) return faultAt(xml, error.at, error.message, error.element)
    throw error
  }
}

/** Thrown for a document that uses features of XML which WeChat does not. */
const beyondDialect = new Error('not a document of the dialect')

interface Cursor {
  readonly xml: string
  at: number
}

function skipDeclaration(xml: string): number {
  const start = skipSpace(xml, xml.charCodeAt(0) === 0xfeff ? 1 : 0)
  // As servers write it; any other declaration is left to the general reader.
  const declaration = /<\?xml version="1\.\d"(?: encoding="[\w.-]+")?(?: standalone="(?:yes|no)")? ?\?>/y
  declaration.lastIndex = start
  return declaration.test(xml) ? skipSpace(xml, declaration.lastIndex) : start
}

interface Tag {
  readonly name: string
  /** `<name/>` */
  readonly isEmpty: boolean
}

/** What an element holds, from behind its opening tag to behind its closing tag. */
function element(cursor: Cursor, { name, isEmpty }: Tag, depth: number): DocumentValue {
  if (depth > maxDepth) throw new DocumentSyntaxError(`elements are nested deeper than ${maxDepth}`, cursor.at, name)
  if (isEmpty) return ''
  const { xml, at: opened } = cursor
  let text = ''
  let children: Record<string, DocumentValue> | undefined
  for (;;) {
    text += textBeforeTag(cursor, name, opened)
    const mark = xml[cursor.at + 1]
    if (mark === '/') break
    if (mark === '!' && xml.startsWith('<![CDATA[', cursor.at)) {
      text += cdata(cursor, name)
      continue
    }
    const start = cursor.at
    const child = openingTag(cursor)
    children ??= {}
    addChild(children, child.name, element(cursor, child, depth + 1), start)
  }
  closingTag(cursor, name, opened)
  if (children === undefined) return text
  if (text !== '') throw new DocumentSyntaxError(`<${name}> holds text next to elements`, opened, name)
  return children
}

function textBeforeTag(cursor: Cursor, name: string, opened: number): string {
  const { xml } = cursor
  const start = skipSpace(xml, cursor.at)
  const end = xml.indexOf('<', start)
  if (end < 0) throw new DocumentSyntaxError(`<${name}> is not closed`, opened, name)
  cursor.at = end
  return end === start ? '' : decodeText(xml.slice(start, end), start, name)
}

function cdata(cursor: Cursor, name: string): string {
  const start = cursor.at + '<![CDATA['.length
  const end = cursor.xml.indexOf(']]>', start)
  if (end < 0) throw new DocumentSyntaxError(`CDATA in <${name}> is not closed`, cursor.at, name)
  cursor.at = end + ']]>'.length
  return cursor.xml.slice(start, end)
}

/** An opening tag whose name has only ASCII letters, digits, `_`, `-` and `.`; any other tag is left to the general reader. */
function openingTag(cursor: Cursor): Tag {
  const { xml, at } = cursor
  const end = xml.indexOf('>', at)
  const isEmpty = xml[end - 1] === '/'
  const written = xml.slice(at + 1, isEmpty ? end - 1 : end)
  const name = plainName.test(written) ? written : withoutSpace.exec(written)?.[1]
  if (end < 0 || name === undefined) throw beyondDialect
  cursor.at = end + 1
  return { name, isEmpty }
}

const plainName = /^[A-Za-z_][\w.-]{0,99}$/
const withoutSpace = /^([A-Za-z_][\w.-]{0,99})[ \t\n]+$/

function closingTag(cursor: Cursor, name: string, opened: number): void {
  const { xml } = cursor
  const start = cursor.at + '</'.length
  const end = skipSpace(xml, start + name.length)
  if (!xml.startsWith(name, start) || xml[end] !== '>') {
    const found = xml.slice(start, start + 64).split(/[>\s]/, 1)[0]
    throw new DocumentSyntaxError(`<${name}> is closed by </${found}>`, opened, name)
  }
  cursor.at = end + 1
}
