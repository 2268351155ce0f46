import { WehookError } from '../errors.js'

/** A framework as ERR_BODY_CONSUMED speaks of it. */
export interface Host {
  /** Express, Koa, … */
  readonly framework: string
  /** Who reads bodies there, by what is left of one. */
  readonly readers: Readonly<Partial<Record<Remains, string>>> & { readonly unknown: string }
  /** The line of code that brings wehook before them. */
  readonly mend: (path: string) => string
  /** Where that line belongs. */
  readonly place: string
}

/** A form parser takes XML for one strange name, an XML parser leaves its root, a JSON parser anything else. */
type Remains = 'form' | 'xml' | 'json' | 'unknown'

/**
 * Somebody read the body before wehook and kept nothing of use. Says who, where that can be known, and the line that mends it
 * (DESIGN §7).
 */
export function bodyConsumed({ framework, readers, mend, place }: Host, url: string, remains?: unknown): WehookError {
  const reader = readers[remainsOf(remains)] ?? readers.unknown
  return new WehookError(
    'ERR_BODY_CONSUMED',
    `${reader} (${framework}) read the body before wehook and kept neither its text nor an Encrypt`,
    { hint: `paste this line ${place}: \`${mend(printablePath(url))}\`` },
  )
}

function remainsOf(remains: unknown): Remains {
  if (typeof remains !== 'object' || remains === null) return 'unknown'
  const names = Object.keys(remains)
  if (names.some((name) => name.startsWith('<'))) return 'form'
  if (names.includes('xml')) return 'xml'
  return names.length > 0 ? 'json' : 'unknown'
}

/** The path of a URL as it may stand in a line of code, whoever sent it. */
function printablePath(url: string): string {
  const end = url.search(/[?#]/)
  const path = (end < 0 ? url : url.slice(0, end)).replace(/(?<=.)\/$/, '')
  return path.slice(0, 128).replace(/[^\w/.~%:@-]/g, '?')
}
