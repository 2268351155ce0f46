/** An element's content: text, or elements by name; elements of one name that repeat become an array. */
export type DocumentValue = string | DocumentObject | readonly DocumentValue[]
export interface DocumentObject {
  readonly [name: string]: DocumentValue
}

/**
 * Why a document cannot be read, and where. `line` counts from 1 and is where `element`, the innermost open one, was opened; in a document
 * that is not written the way WeChat writes them it may be 1.
 */
export interface DocumentFault {
  readonly message: string
  readonly line: number
  readonly element: string
}

export type DocumentResult = { readonly root: DocumentObject } | { readonly fault: DocumentFault }

/** Elements nested deeper than this are a fault. */
export const maxDepth = 64

/** Thrown inside a reader, which turns it into a fault; `at` is an offset, `element` the innermost open one. */
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

/** Adds an element to those inside another one; a name that repeats makes a list. */
export function addChild(
  children: Record<string, DocumentValue>,
  name: string,
  child: DocumentValue,
  at: number,
): void {
  const before = children[name]
  // Names that every object inherits, such as `constructor`, would change the object, and fast-xml-parser refuses `prototype`. WeChat uses none of them.
  if (name === 'prototype' || (before !== undefined && !Object.hasOwn(children, name))) {
    throw new DocumentSyntaxError(`<${name}> is a reserved name`, at, name)
  }
  if (before === undefined) children[name] = child
  else if (Array.isArray(before)) before.push(child)
  else children[name] = [before, child]
}

/** What `<xml>` holds, where that is elements or nothing. */
export function toRoot(value: DocumentValue, at: number): DocumentResult {
  if (typeof value !== 'string') return { root: value as DocumentObject }
  if (value !== '') throw new DocumentSyntaxError('<xml> holds text and no element', at, 'xml')
  return { root: {} }
}
