import { WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import { httpTexts } from './texts.js'

/** What left the parsed body behind: a form parser makes the XML a field name, an XML parser leaves its root, a JSON parser anything else. */
export type ParserKind = 'form' | 'xml' | 'json' | 'unknown'

/** A framework as ERR_BODY_CONSUMED speaks of it. */
export interface Host {
  /** Express, Koa, … */
  readonly framework: string
  /** Who reads bodies there. */
  readonly readers: Readonly<Record<ParserKind, Bilingual>>
  /** The line of code that calls wehook before them, for the path of the request. */
  readonly line: (path: string) => string
  /** Where that line belongs. */
  readonly place: Bilingual
}

/** The readers of a host where it does not matter what they left. */
export function anyReader(reader: Bilingual): Host['readers'] {
  return { form: reader, xml: reader, json: reader, unknown: reader }
}

/** Somebody read the body before wehook and kept nothing of use: the error names the likely reader and the line of code that avoids it. */
export function bodyConsumed({ framework, readers, line, place }: Host, url: string, parsed?: unknown): WehookError {
  const { message, hint } = httpTexts.bodyConsumed
  return new WehookError('ERR_BODY_CONSUMED', message(readers[parserOf(parsed)], framework), {
    hint: hint(place, line(printablePath(url))),
  })
}

function parserOf(parsed: unknown): ParserKind {
  if (typeof parsed !== 'object' || parsed === null) return 'unknown'
  const names = Object.keys(parsed)
  if (names.some((name) => name.startsWith('<'))) return 'form'
  if (names.includes('xml')) return 'xml'
  return names.length > 0 ? 'json' : 'unknown'
}

/** The path of a URL as it may appear in a line of code, whoever sent it. */
function printablePath(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1)
  const withoutSlash = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  return withoutSlash.slice(0, 128).replace(/[^\w/.~%:@-]/g, '?')
}
