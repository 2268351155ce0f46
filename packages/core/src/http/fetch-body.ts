import { bodyAborted, bodyTimeout, bodyTooLarge, requirePlain } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import type { BodyLimits } from './exchange.js'

/**
 * The body of a fetch Request, limited in size and time.
 *
 * @throws ERR_BODY_CONSUMED, ERR_BODY_TOO_LARGE, ERR_BODY_ENCODING, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export async function readFetchBody(request: Request, host: Host, limits: BodyLimits): Promise<Uint8Array> {
  if (request.bodyUsed || request.body?.locked) throw bodyConsumed(host, new URL(request.url).pathname)
  requirePlain(request.headers.get('content-encoding'))
  return request.body ? readWithin(request.body.getReader(), limits) : new Uint8Array()
}

async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { limitBytes, timeoutMs, budget }: BodyLimits,
): Promise<Uint8Array> {
  let failure: Error | undefined
  // A read that waits resolves when its reader is cancelled.
  const fail = (error: Error) => {
    failure ??= error
    reader.cancel().catch(() => {})
  }
  const share = budget?.open(fail)
  const timer = setTimeout(() => fail(bodyTimeout(timeoutMs)), Math.max(0, timeoutMs))
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value)
      size += next.value.byteLength
      share?.add(next.value.byteLength)
      if (size > limitBytes) fail(bodyTooLarge(limitBytes))
    }
    await budget?.turn(size)
  } catch (cause) {
    fail(bodyAborted(cause))
  } finally {
    clearTimeout(timer)
    share?.close()
  }
  if (failure) throw failure
  return Buffer.concat(chunks)
}
