import type { Receiver } from '../receiver.js'
import type { Host } from './consumed.js'
import { parseQuery } from './exchange.js'
import { readFetchBody } from './fetch-body.js'

const host: Host = {
  framework: 'fetch',
  readers: { unknown: 'the host' },
  mend: (path) => `if (new URL(request.url).pathname === '${path}') return toFetchHandler(receiver)(request)`,
  place: 'as the first of the fetch handler',
}

/**
 * A handler for any runtime with `fetch`'s Request and Response: Hono, Next route handlers, Deno, Bun.
 *
 * @example export const POST = toFetchHandler(receiver)
 */
export function toFetchHandler(receiver: Pick<Receiver, 'handle'>): (request: Request) => Promise<Response> {
  return async (request) => {
    const length = Number(request.headers.get('content-length') ?? Number.NaN)
    const { status, headers, body } = await receiver.handle({
      method: request.method,
      query: parseQuery(request.url),
      length,
      traceparent: request.headers.get('traceparent') ?? undefined,
      body: (limits) => readFetchBody(request, length, host, limits),
    })
    // A copy: servers write into the object that they are given.
    return new Response(body, { status, headers: { ...headers } })
  }
}
