import { errorText, isWehookError } from '../errors.js'
import type { Language } from '../language.js'

/** An error for a log line: one of wehook with its hint, else {@link summarizeFailure}. */
export function describeFailure(error: unknown, language: Language): string {
  if (!isWehookError(error)) return summarizeFailure(error)
  const { message, hint } = errorText(error, language)
  return language === 'zh' ? `${message}；${hint}` : `${message}; ${hint}`
}

/**
 * What may be said of an error thrown by a handler: its class, its code and the place, never its message, which may quote the event.
 *
 * @example 'TypeError at merchants.ts:12:7; 1 more'
 */
export function summarizeFailure(error: unknown): string {
  if (error instanceof AggregateError) {
    const [first, ...more] = error.errors
    return summarizeFailure(first) + (more.length > 0 ? `; ${more.length} more` : '')
  }
  if (!(error instanceof Error)) return `a thrown ${error === null ? 'null' : typeof error}`
  const code = (error as { readonly code?: unknown }).code
  return [identifier(error.name) ?? 'Error', identifier(code), placeOf(error)]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Names and codes are identifiers; anything longer or odder could be data. */
function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value)
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined
}

/** The file and line of the first frame: a file's name without its folders. */
function placeOf(error: Error): string | undefined {
  const frame = /\n\s+at [^\n]*?([\w.-]+:\d+:\d+)\)?(?:\n|$)/.exec(error.stack ?? '')?.[1]
  return frame && `at ${frame}`
}
