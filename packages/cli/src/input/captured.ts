import { parseQuery, type QueryValues } from '@wehook/core'
import { UsageError } from '../command.js'
import { parseCurl } from './curl.js'

/** A request that somebody caught. */
export interface CapturedPush {
  readonly query: QueryValues
  readonly body: string
}

const forms =
  'expected a curl line, an HTTP request (POST /path?query HTTP/1.1, headers, an empty line, the body), JSON with `url` or `query` and `body`, or the XML body with the query in --query'

/**
 * Reads a captured push in any of the forms that developers have at hand. `query` is used for a body without one.
 *
 * @throws UsageError that lists the forms.
 */
export function parseCaptured(
  input: string,
  query: string | undefined,
  readFile: (path: string) => string,
): CapturedPush {
  const text = input.replace(/^\ufeff/, '').trimStart()
  const given = query === undefined ? undefined : parseQuery(query.includes('?') ? query : `?${query}`)
  const captured = read(text, readFile)
  if (!captured) throw new UsageError(`the input is not a captured push: ${text === '' ? 'it is empty; ' : ''}${forms}`)
  return { ...captured, query: given ?? captured.query }
}

function read(text: string, readFile: (path: string) => string): CapturedPush | undefined {
  if (/^\$?\s*curl(\.exe)?\s/.test(text)) {
    const { url, body } = parseCurl(text.replace(/^\$\s*/, ''), readFile)
    return { query: parseQuery(url), body }
  }
  if (/^[A-Z]+ \S+ HTTP\/\d/.test(text)) return readHttp(text)
  if (text.startsWith('{')) return readJson(text)
  return text.startsWith('<') ? { query: {}, body: text } : undefined
}

function readHttp(text: string): CapturedPush {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/)
  const target = head.split(' ')[1] ?? ''
  return { query: parseQuery(target), body: rest.join('\n\n') }
}

/** `{ url | query, body }`, or what `wehook push --json` prints; JSON without a body is itself the body. */
function readJson(text: string): CapturedPush | undefined {
  let value: Readonly<Record<string, unknown>>
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const request = isRecord(value['request']) ? value['request'] : value
  const { url, query, body } = request
  if (body === undefined) return { query: {}, body: text }
  return {
    query: isRecord(query) ? query : parseQuery(typeof url === 'string' ? url : `?${String(query ?? '')}`),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
