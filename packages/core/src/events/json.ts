import type { DocumentObject, DocumentValue } from '../xml/read.js'
import type { EventIssue } from './event.js'

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue }

const maxDepth = 32
const reservedNames = new Set(['__proto__', 'constructor', 'prototype'])

/** A string or a number; in valid JSON every string ends, so this takes one pass. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g

/** Reads a JSON document as if it had come as XML: leaves become text, numbers to the letter, null is absent. */
export function readJson(text: string): { readonly root: DocumentObject } | { readonly issues: readonly EventIssue[] } {
  try {
    JSON.parse(text)
    const lettered = text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`))
    return { root: toDocument(JSON.parse(lettered), 0) as DocumentObject }
  } catch (error) {
    // JSON.parse quotes the text in its message, which may be personal.
    const message = error instanceof RangeError ? error.message : 'the text is not well-formed JSON'
    return { issues: [{ path: '', message }] }
  }
}

function toDocument(value: JsonValue, depth: number): DocumentValue | undefined {
  if (value === null) return undefined
  if (typeof value !== 'object') return String(value)
  if (depth > maxDepth) throw new RangeError('the JSON document is nested too deeply')
  if (Array.isArray(value)) return value.map((element) => toDocument(element, depth + 1) ?? '')
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    if (reservedNames.has(name)) throw new RangeError('the JSON document has a name that is reserved')
    const content = toDocument(inner, depth + 1)
    return content === undefined ? [] : [[name, content] as const]
  })
  return Object.fromEntries(entries)
}
