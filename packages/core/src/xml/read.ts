import { readDialect } from './dialect.js'
import type { DocumentResult } from './document.js'
import { readGeneral } from './general.js'

/**
 * Reads a decrypted document: what `<xml>` holds. Strict: what is not well-formed, holds text next to elements or uses a reserved name
 * is a fault. Every value is text as it was sent: nothing becomes a number; text is trimmed and its entities decoded, CDATA stays as it is.
 * Line ends are read as LF, as XML requires. Never throws.
 */
export function readDocument(xml: string): DocumentResult {
  return readDialect(xml) ?? readGeneral(xml)
}
