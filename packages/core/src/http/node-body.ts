import type { Readable } from 'node:stream'
import { bodyAborted } from './body.js'
import { collectBody } from './collect-body.js'
import type { BodyLimits } from './exchange.js'

/**
 * The unread body of a Node request, limited in size and time: of the request itself, or of the stream that a hook of the host made of it.
 *
 * @throws ERR_BODY_TOO_LARGE, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export async function readNodeBody(stream: Readable, request: Readable, limits: BodyLimits): Promise<Buffer> {
  const collector = collectBody(limits)
  const abort = (cause?: Error) => collector.fail(bodyAborted(cause))
  stream.on('data', (chunk: unknown) => {
    // Text where the host called setEncoding, which it may do at any time; libraries that read a body refuse or crash then.
    if (typeof chunk === 'string') collector.add(Buffer.from(chunk, stream.readableEncoding ?? 'utf8'))
    else if (chunk instanceof Uint8Array) collector.add(chunk)
    else abort(new TypeError('a stream of neither bytes nor text'))
  })
  stream.on('end', collector.end)
  // A destroyed stream closes without an error or an end, and a piped one does not even close when the request behind it does.
  for (const source of new Set([stream, request])) {
    source.on('error', abort)
    source.on('close', () => {
      if (!source.readableEnded) abort()
    })
  }
  // The host may have paused it.
  stream.resume()
  try {
    return await collector.body
  } catch (error) {
    stream.pause()
    throw error
  }
}
