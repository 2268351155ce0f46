import { isWehookError } from '../errors.js'
import type { Receiver } from '../receiver.js'
import { bodyAborted, bodyEncoding, bodyTimeout, bodyTooLarge } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import { type BodyLimits, parseQuery } from './exchange.js'

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
    const { status, headers, body } = await receiver.handle({
      method: request.method,
      query: parseQuery(request.url),
      body: (limits) => readBody(request, limits),
    })
    return new Response(body, { status, headers })
  }
}

async function readBody(request: Request, { limitBytes, timeoutMs }: BodyLimits): Promise<Uint8Array> {
  if (request.bodyUsed) {
    throw bodyConsumed(host, new URL(request.url).pathname)
  }
  if (Number(request.headers.get('content-length')) > limitBytes) throw bodyTooLarge(limitBytes)
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw bodyEncoding(encoding)
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    reader.cancel().catch(() => {})
  }, timeoutMs)
  try {
    const chunks: Uint8Array[] = []
    let size = 0
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength
      if (size > limitBytes) {
        await reader.cancel()
        throw bodyTooLarge(limitBytes)
      }
      chunks.push(next.value)
    }
    if (isLate) throw bodyTimeout(timeoutMs)
    return chunks.length === 1 ? (chunks[0] as Uint8Array) : concat(chunks, size)
  } catch (error) {
    if (isLate) throw bodyTimeout(timeoutMs)
    throw isWehookError(error) ? error : bodyAborted()
  } finally {
    clearTimeout(timer)
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
