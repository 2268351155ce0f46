import { within } from '../delivery/deadline.js'
import { isWehookError } from '../errors.js'
import { bodyAborted, bodyTimeout, bodyTooLarge, requirePlain } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import type { BodyLimits } from './exchange.js'

/**
 * The body of a fetch Request, limited in size and time.
 *
 * @throws ERR_BODY_CONSUMED, ERR_BODY_TOO_LARGE, ERR_BODY_ENCODING, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export async function readFetchBody(
  request: Request,
  length: number,
  host: Host,
  { limitBytes, timeoutMs }: BodyLimits,
): Promise<string | Uint8Array> {
  const consumed = () => bodyConsumed(host, new URL(request.url).pathname)
  if (request.bodyUsed) throw consumed()
  requirePlain(request.headers.get('content-encoding'))
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  try {
    // A runtime holds a body to the length that was announced, and has shorter ways to its text than a stream.
    reader = Number.isNaN(length) ? request.body?.getReader() : undefined
    const body: Promise<string | Uint8Array> = reader ? readStream(reader, limitBytes) : request.text()
    return await within(body, timeoutMs, () => bodyTimeout(timeoutMs))
  } catch (error) {
    reader?.cancel().catch(() => {})
    if (isWehookError(error)) throw error
    // Not read at all, for a reader of the host's own holds it.
    throw !request.bodyUsed && request.body?.locked ? consumed() : bodyAborted()
  }
}

async function readStream(reader: ReadableStreamDefaultReader<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > limitBytes) throw bodyTooLarge(limitBytes)
    chunks.push(next.value)
  }
  return concat(chunks, size)
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
