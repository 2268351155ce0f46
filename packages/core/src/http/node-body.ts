import { type Readable, Transform } from 'node:stream'
import getRawBody from 'raw-body'
import { isWehookError, type WehookError } from '../errors.js'
import { bodyAborted, bodyTimeout, bodyTooLarge } from './body.js'
import type { BodyLimits } from './exchange.js'

/**
 * The unread body of a Node request, limited in size and time: of the request itself, or of the stream that a hook of the host made of it.
 *
 * @param length Bytes that `stream` was announced to have; `undefined` where nothing was.
 * @throws ERR_BODY_TOO_LARGE, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export async function readNodeBody(
  stream: Readable,
  request: Readable,
  length: number | undefined,
  { limitBytes, timeoutMs, budget }: BodyLimits,
): Promise<Buffer> {
  const bytes = toBytes(stream, (count) => share?.add(count))
  const fail = (error: Error) => void bytes.destroy(error)
  const share = budget?.open(fail)
  const timer = setTimeout(() => fail(bodyTimeout(timeoutMs)), Math.max(0, timeoutMs))
  // A destroyed stream closes without an error or an end, and a piped one does not even close when the request behind it does.
  for (const source of new Set([stream, request])) {
    source.on('error', (cause) => fail(bodyAborted(cause)))
    source.on('close', () => {
      if (!source.readableEnded) fail(bodyAborted())
    })
  }
  try {
    const body = await getRawBody(stream.pipe(bytes), { limit: limitBytes, length: length ?? null })
    await budget?.turn(body.length)
    return body
  } catch (error) {
    throw toBodyError(error, limitBytes)
  } finally {
    clearTimeout(timer)
    share?.close()
    stream.unpipe(bytes)
    bytes.destroy()
  }
}

/** raw-body takes bytes alone, and the host may call setEncoding at any time, also later than now: text becomes bytes again on its way. */
function toBytes(stream: Readable, onBytes: (count: number) => void): Transform {
  return new Transform({
    writableObjectMode: true,
    transform(chunk: unknown, _encoding, done) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, stream.readableEncoding ?? 'utf8') : chunk
      if (!(bytes instanceof Uint8Array)) return done(new TypeError('a stream of neither bytes nor text'))
      onBytes(bytes.byteLength)
      done(null, bytes)
    },
  })
}

function toBodyError(error: unknown, limitBytes: number): WehookError {
  if (isWehookError(error)) return error
  const { type } = error as { readonly type?: unknown }
  return type === 'entity.too.large' ? bodyTooLarge(limitBytes) : bodyAborted(error)
}
