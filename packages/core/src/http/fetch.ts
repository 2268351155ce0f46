import { anyReader, type Host } from './consumed.js'
import { parseQuery, type RequestHandler } from './exchange.js'
import { readFetchBody } from './fetch-body.js'
import { refuseCaller } from './wrong-adapter.js'

const host: Host = {
  framework: 'fetch',
  readers: anyReader({ en: 'the host', zh: '宿主应用' }),
  line: (path) => `if (new URL(request.url).pathname === '${path}') return toFetchHandler(receiver)(request)`,
  place: { en: 'as the first of the fetch handler', zh: 'fetch 处理函数的第一行' },
}

/**
 * A handler for any runtime with `fetch`'s Request and Response: Hono, Next route handlers, Deno, Bun.
 *
 * @throws ERR_OPTIONS_INVALID where another framework calls it.
 * @example export const POST = toFetchHandler(receiver)
 */
export function toFetchHandler(handler: RequestHandler): (request: Request) => Promise<Response> {
  return async (...args) => {
    const [request] = args
    if (typeof request?.headers?.get !== 'function') return refuseCaller('fetch', args) as never
    const announced = request.headers.get('content-length')
    const { status, headers, body } = await handler.handle({
      method: request.method,
      url: request.url.replace(/^[^/]+\/\/[^/]*/, ''),
      query: parseQuery(request.url),
      headers: Object.fromEntries(request.headers),
      length: announced === null ? undefined : Number(announced),
      parsed: undefined,
      native: request,
      body: (limits) => readFetchBody(request, host, limits),
    })
    // Copies: servers write into the object that they are given, and the type of Response excludes shared memory.
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), { status, headers: { ...headers } })
  }
}
