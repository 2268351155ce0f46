import { XMLParser } from 'fast-xml-parser'
import {
  addChild,
  type DocumentResult,
  DocumentSyntaxError,
  type DocumentValue,
  faultAt,
  maxDepth,
  toRoot,
} from './document.js'
import { decodeText } from './text.js'

type OrderedNode = { readonly [name: string]: readonly OrderedNode[] | string }

/** Any well-formed XML, by fast-xml-parser. */
export function readGeneral(document: string): DocumentResult {
  // White space before the declaration is not well-formed XML, but an event must not be lost for it.
  const xml = document.replace(/^\ufeff?[ \t\r\n]*/, '')
  try {
    return toRoot(fromOrdered(rootOf(xml), 'xml', 1), 0)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof DocumentSyntaxError) return faultAt(xml, error.at, message, error.element)
    return { fault: faultOfParser(message, document.slice(0, -xml.length)) }
  }
}

function rootOf(xml: string): readonly OrderedNode[] {
  // Each setting keeps the parser from changing values or resolving entities.
  const parser = new XMLParser({
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
  const nodes: readonly OrderedNode[] = parser.parse(xml, true)
  // The parser drops text before and behind the root.
  const outside = xml.slice(0, xml.indexOf('<')) + xml.slice(xml.lastIndexOf('>') + 1)
  if (/[^ \t\r\n]/.test(outside)) throw new DocumentSyntaxError('there is text outside the root', 0, '')
  const roots = nodes.filter((node) => !('#text' in node))
  const root = roots[0]?.['xml']
  if (roots.length !== 1 || typeof root !== 'object') {
    throw new DocumentSyntaxError('the root is not one <xml>', 0, '')
  }
  return root
}

function fromOrdered(nodes: readonly OrderedNode[], element: string, depth: number): DocumentValue {
  if (depth > maxDepth) throw new DocumentSyntaxError(`elements are nested deeper than ${maxDepth}`, 0, element)
  let text = ''
  let children: Record<string, DocumentValue> | undefined
  // A comment splits a text into two nodes; the text is trimmed and decoded as a whole.
  let run = ''
  const endRun = () => {
    text += decodeText(run, 0, element)
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
      children ??= {}
      addChild(children, name, fromOrdered(inner as readonly OrderedNode[], name, depth + 1), 0)
    }
  }
  endRun()
  if (children === undefined) return text
  if (text !== '') throw new DocumentSyntaxError(`<${element}> holds text next to elements`, 0, element)
  return children
}

function cdataText(inner: readonly OrderedNode[] | string): string {
  return typeof inner === 'string' ? inner : inner.map((node) => String(node['#text'] ?? '')).join('')
}

/** The parser gives element and line only in its message, and counts lines from where the text passed to it begins. */
function faultOfParser(message: string, before: string) {
  const line = Number(/:(\d+):\d+$/.exec(message)?.[1] ?? 1)
  return { message, line: line + before.split('\n').length - 1, element: /'(\w+)'/.exec(message)?.[1] ?? 'xml' }
}
