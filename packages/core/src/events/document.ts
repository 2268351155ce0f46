import { type DocumentObject, readDocument } from '../xml/read.js'
import type { EventIssue } from './event.js'
import { readJson } from './json.js'
import { findMisprints } from './misprints.js'

export type EventDocument = { readonly root: DocumentObject } | { readonly issues: readonly EventIssue[] }

/** Reads a push's text: XML, or JSON, which WeChat's documentation names for the ICP events (PROTOCOL §1.3, §3.10). */
export function readEventDocument(text: string): EventDocument {
  if (text.trimStart().startsWith('{')) return readJson(text)
  const result = readDocument(text)
  if ('root' in result) return result
  const misprints = findMisprints(text)
  if (misprints.length > 0) return { issues: misprints }
  const { element, message, line } = result.fault
  return { issues: [{ path: element, message, line }] }
}
