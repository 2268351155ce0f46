import { XMLParser } from 'fast-xml-parser'

/** An element's content: text, or elements by name; elements of one name that repeat become an array. */
export type DocumentValue = string | DocumentObject | readonly DocumentValue[]
export interface DocumentObject {
  readonly [name: string]: DocumentValue
}

/** Why a document cannot be read, and where. `line` counts from 1; `element` is the innermost one open there. */
export interface DocumentFault {
  readonly message: string
  readonly line: number
  readonly element: string
}

export type DocumentResult = { readonly root: DocumentObject } | { readonly fault: DocumentFault }

export function readDocument(xml: string): DocumentResult {
  void XMLParser
  throw new Error(`not yet: ${xml.length}`)
}
