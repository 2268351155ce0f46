import { XMLParser } from 'fast-xml-parser'
import { readDialect } from './dialect.js'
import { addChild, DocumentSyntaxError, decodeText, faultAt, requireFree } from './text.js'

/** An element's content: text, or elements by name; elements of one name that repeat become an array. */
export type DocumentValue = string | DocumentObject | readonly DocumentValue[]
export interface DocumentObject {
  readonly [name: string]: DocumentValue
}

/**
 * Why a document cannot be read, and where. `line` counts from 1 and is where `element`, the innermost one open, was opened; in a document
 * beyond WeChat's dialect it may be just 1.
 */
export interface DocumentFault {
  readonly message: string
  readonly line: number
  readonly element: string
}

export type DocumentResult = { readonly root: DocumentObject } | { readonly fault: DocumentFault }

/**
 * Reads a decrypted document: what `<xml>` holds. Strict: what is not well-formed, holds text beside elements or uses a reserved name
 * is a fault. Every value is text as it was sent: nothing becomes a number; text is trimmed and its entities decoded, CDATA stays as it is,
 * but for line ends: each is LF, as XML has it. Never throws.
 */
export function readDocument(xml: string): DocumentResult {
  return readDialect(xml) ?? readGeneral(xml)
}

type OrderedNode = { readonly [name: string]: readonly OrderedNode[] | string }

let parser: XMLParser | undefined

/** Any well-formed XML, by fast-xml-parser; each setting keeps it from changing values or resolving entities (TOOLING). */
export function readGeneral(document: string): DocumentResult {
  // White space before the declaration is not well-formed, and no reason to lose an event.
  const xml = document.replace(/^\ufeff?[ \t\r\n]*/, '')
  parser ??= new XMLParser({
    preserveOrder: true,
    cdataPropName: '#cdata',
    parseTagValue: false,
    trimValues: false,
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: false,
    jPath: false,
    onDangerousProperty: (name) => name,
  })
  try {
    const nodes: readonly OrderedNode[] = parser.parse(xml, true)
    // The parser lets go of text before and behind the root.
    const outside = xml.slice(0, xml.indexOf('<')) + xml.slice(xml.lastIndexOf('>') + 1)
    if (/[^ \t\r\n]/.test(outside)) throw new DocumentSyntaxError('text stands outside of the root', 0, '')
    const roots = nodes.filter((node) => !('#text' in node))
    const root = roots[0]?.['xml']
    if (roots.length !== 1 || typeof root !== 'object')
      throw new DocumentSyntaxError('the root is not one <xml>', 0, '')
    const value = fromOrdered(root, 'xml', 1)
    if (typeof value === 'string' && value !== '')
      throw new DocumentSyntaxError('<xml> holds text and no element', 0, 'xml')
    return { root: typeof value === 'string' ? {} : (value as DocumentObject) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof DocumentSyntaxError) return faultAt(xml, error.at, message, error.element)
    return {
      fault: {
        message,
        line: Number(/:(\d+):\d+$/.exec(message)?.[1] ?? 1) + document.slice(0, -xml.length).split('\n').length - 1,
        element: /'(\w+)'/.exec(message)?.[1] ?? 'xml',
      },
    }
  }
}

function fromOrdered(nodes: readonly OrderedNode[], element: string, depth: number): DocumentValue {
  if (depth > 64) throw new DocumentSyntaxError('elements are nested deeper than 64', 0, element)
  let text = ''
  let children: Record<string, DocumentValue> | undefined
  let run = ''
  const endRun = () => {
    text += decodeText(run, 0, run.length, element)
    run = ''
  }
  for (const node of nodes) {
    const [name = '', inner = ''] = Object.entries(node)[0] ?? []
    if (name === '#text') {
      run += inner as string
      continue
    }
    endRun()
    if (name === '#cdata') text += cdataText(inner)
    else {
      requireFree(name, 0)
      children ??= {}
      addChild(children, name, fromOrdered(inner as readonly OrderedNode[], name, depth + 1))
    }
  }
  endRun()
  if (children === undefined) return text
  if (text !== '') throw new DocumentSyntaxError(`<${element}> holds text beside elements`, 0, element)
  return children
}

function cdataText(inner: readonly OrderedNode[] | string): string {
  return typeof inner === 'string' ? inner : inner.map((node) => String(node['#text'] ?? '')).join('')
}
