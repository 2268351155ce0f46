import type { WehookError } from '../errors.js'
import type { PushBody, QueryValues } from '../push/open.js'
import type { BodyBudget } from './budget.js'

/** A request as an adapter describes it: plain data, no framework. All adapters of wehook fill every field that they can. */
export interface PushRequest {
  readonly method: string
  /** Path and query as the server received them, before a mount or router cut a prefix off. */
  readonly url?: string
  readonly query: QueryValues
  /** Headers by their lower-case names; repeated ones are joined by `, `. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Bytes of the body as announced by content-length; `undefined` where nothing was announced. */
  readonly length?: number | undefined
  /** The body that the host has already parsed, of any type; `undefined` where no parser ran. Some parsers leave `{}` where they read nothing. */
  readonly parsed?: unknown
  /** The framework's own request: Express's or Node's request, Koa's ctx, Fastify's request, fetch's Request. */
  readonly native?: unknown
  /**
   * The body, or a function that reads it, which is called at most once. The function prefers a body that the host has kept or parsed, if a push can be read
   * from that; it rejects with ERR_BODY_CONSUMED where the host read the body and kept nothing of use.
   */
  readonly body: PushBody | ((limits: BodyLimits) => PushBody | Promise<PushBody>)
}

export interface BodyLimits {
  /** @see ReceiverOptions.bodyLimitBytes */
  readonly limitBytes: number
  /** How long the whole body may take from now on. */
  readonly timeoutMs: number
  /** Shared by all bodies that are being read. Default: no bound but `limitBytes` for each. */
  readonly budget?: BodyBudget
}

/** The response, which an adapter writes unchanged. */
export interface PushResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** Anything that adapters can mount: a receiver, a console. */
export interface RequestHandler {
  /** Answers one request. Must not reject. */
  handle(request: PushRequest): Promise<PushResponse>
}

const plain = { 'content-type': 'text/plain; charset=utf-8' }

/**
 * WeChat accepts only this body as the acknowledgement of a push.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/component_verify_ticket.html
 */
export const successResponse: PushResponse = { status: 200, headers: plain, body: 'success' }

/** The response to a refused caller: a status without the reason. */
const errorResponses: Readonly<Record<number, PushResponse>> = {
  400: { status: 400, headers: plain, body: 'Bad Request' },
  401: { status: 401, headers: plain, body: 'Unauthorized' },
  405: { status: 405, headers: { ...plain, allow: 'GET, POST' }, body: 'Method Not Allowed' },
  // The rest of a body that was not read must not be taken for the next request.
  408: { status: 408, headers: { ...plain, connection: 'close' }, body: 'Request Timeout' },
  413: { status: 413, headers: { ...plain, connection: 'close' }, body: 'Payload Too Large' },
  415: { status: 415, headers: plain, body: 'Unsupported Media Type' },
  500: { status: 500, headers: plain, body: 'Internal Server Error' },
  503: { status: 503, headers: plain, body: 'Service Unavailable' },
}

export function toErrorResponse({ httpStatus = 500 }: WehookError): PushResponse {
  return errorResponses[httpStatus] ?? (errorResponses[500] as PushResponse)
}

/** The answer to a verified GET: plain text that no browser interprets as HTML. */
export function echoResponse(echostr: string): PushResponse {
  return {
    status: 200,
    headers: { ...plain, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
    body: echostr,
  }
}

/** A push has six parameters and a host may add some. More are not read, so that an unauthenticated caller costs little time before it is refused. */
const mostParameters = 100

/** Parses the part of a URL after `?`. A repeated name gets an array, which is refused later: choosing one of the values would be a guess. */
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

/** The index of `mark` in `text` from `start` on; `end` when it does not occur before `end`. */
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
