import type { WehookError } from '../errors.js'
import type { PushBody, QueryValues } from '../push/open.js'

/** A request as an adapter describes it: plain data, no framework. */
export interface PushRequest {
  readonly method: string
  readonly query: QueryValues
  /** Bytes of the body, as announced by content-length; `undefined` or NaN where nothing was. */
  readonly length?: number | undefined
  /** W3C trace context of the request, for telemetry. */
  readonly traceparent?: string | undefined
  /** The body, or how to read it: called at most once, only for a POST whose query is complete. */
  readonly body: PushBody | ((limits: BodyLimits) => PushBody | Promise<PushBody>)
}

export interface BodyLimits {
  /** @see ReceiverOptions.bodyLimitBytes */
  readonly limitBytes: number
  /** How long the whole body may take from now on. */
  readonly timeoutMs: number
}

/** What an adapter writes, to the letter. */
export interface PushResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const plain = { 'content-type': 'text/plain; charset=utf-8' }

/** WeChat takes exactly this body for a receipt (PROTOCOL §1.4). */
export const successResponse: PushResponse = { status: 200, headers: plain, body: 'success' }

/** What a refused caller sees: its status and nothing that tells why (DESIGN §8). */
const refusals: Readonly<Record<number, PushResponse>> = {
  400: { status: 400, headers: plain, body: 'Bad Request' },
  401: { status: 401, headers: plain, body: 'Unauthorized' },
  405: { status: 405, headers: { ...plain, allow: 'GET, POST' }, body: 'Method Not Allowed' },
  // The rest of a body that is not read must not be taken for the next request.
  408: { status: 408, headers: { ...plain, connection: 'close' }, body: 'Request Timeout' },
  413: { status: 413, headers: { ...plain, connection: 'close' }, body: 'Payload Too Large' },
  415: { status: 415, headers: plain, body: 'Unsupported Media Type' },
  500: { status: 500, headers: plain, body: 'Internal Server Error' },
  503: { status: 503, headers: plain, body: 'Service Unavailable' },
}

const internal = refusals[500] as PushResponse

export function refusalOf(error: WehookError): PushResponse {
  return refusals[error.httpStatus ?? 500] ?? internal
}

/** The answer to a verified GET: text that no browser takes for anything else. */
export function echoResponse(echostr: string): PushResponse {
  return {
    status: 200,
    headers: { ...plain, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
    body: echostr,
  }
}

/** A push has six parameters and a host may add some; thousands are a stranger's, who is to cost nothing before he is refused. */
const mostParameters = 100

/** Parses the part of a URL behind `?`. A name that is there twice has an array, so that it is refused rather than guessed at. */
export function parseQuery(url: string): QueryValues {
  const mark = url.indexOf('?')
  if (mark < 0) return {}
  const query: Record<string, string | string[]> = Object.create(null)
  const end = indexUpTo(url.length, url, '#', mark)
  const isEncoded = url.includes('%', mark) || url.includes('+', mark)
  for (let at = mark + 1, count = 0; at <= end && count < mostParameters; count++) {
    const stop = indexUpTo(end, url, '&', at)
    const equals = indexUpTo(stop, url, '=', at)
    const [rawName, rawValue] = [url.slice(at, equals), url.slice(equals + 1, stop)]
    at = stop + 1
    const name = isEncoded ? decode(rawName) : rawName
    const value = isEncoded ? decode(rawValue) : rawValue
    const before = query[name]
    if (before === undefined) query[name] = value
    else if (typeof before === 'string') query[name] = [before, value]
    else before.push(value)
  }
  return query
}

/** Where `mark` is in `text` from `start` on, and `end` when it is not there or behind. */
function indexUpTo(end: number, text: string, mark: string, start: number): number {
  const at = text.indexOf(mark, start)
  return at < 0 || at > end ? end : at
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
