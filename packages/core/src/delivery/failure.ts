import { errorText, isWehookError } from '../errors.js'
import type { Language } from '../language.js'
import { decisionIn } from './retry.js'

/** An error for a log line: one of wehook with its hint, else {@link summarizeFailure}. */
export function describeFailure(error: unknown, language: Language): string {
  if (!isWehookError(error)) return summarizeFailure(error)
  const { message, hint } = errorText(error, language)
  return language === 'zh' ? `${message}；${hint}` : `${message}; ${hint}`
}

export interface SummaryOptions {
  /** Adds the error's own message, which may hold personal data. Default false. */
  readonly withMessage?: boolean
}

/**
 * What may be logged and stored of an error that a handler threw: its class, its code and the place; its message only when asked for, because it
 * may quote the event. The reasons of `Retry` and `GiveUp` are written for this and always kept.
 *
 * @example 'TypeError at merchants.ts:12:7; 1 more'
 */
export function summarizeFailure(error: unknown, options: SummaryOptions = {}): string {
  if (error instanceof AggregateError) {
    const [first, ...more] = error.errors
    return summarizeFailure(first, options) + (more.length > 0 ? `; ${more.length} more` : '')
  }
  if (!(error instanceof Error)) return `a thrown ${error === null ? 'null' : typeof error}`
  const { code } = error as { readonly code?: unknown }
  const summary = [identifier(error.name) ?? 'Error', identifier(code), placeOf(error)].filter((part) => part).join(' ')
  if (decisionIn(error)) return `${error.name}: ${oneLine(error.message)}`
  return options.withMessage ? `${summary}: ${oneLine(error.message)}` : summary
}

/** Names and codes are identifiers; anything longer or odder could be data. */
function identifier(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value) ? value : undefined
}

/** At most 300 characters, without control characters, so that a message stays one line of the log. */
function oneLine(message: string): string {
  return message.slice(0, 300).replace(/\p{C}/gu, ' ')
}

/** The file and line of the first frame: a file's name without its folders. */
function placeOf({ stack, message }: Error): string | undefined {
  if (typeof stack !== 'string') return undefined
  // A stack begins with the message, which may be long and may look like a frame.
  const start = stack.indexOf(message) + message.length
  const frame = stack
    .slice(start, start + 2_000)
    .split('\n')
    .find((line) => /^\s+at /.test(line))
  const place = frame && /([\w.-]+:\d+:\d+)\)?$/.exec(frame.slice(-200))?.[1]
  return place && `at ${place}`
}
