import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import getRawBody from 'raw-body'
import type { WehookError } from '../errors.js'
import { bodyAborted, bodyTimeout, bodyTooLarge } from './body.js'
import type { BodyLimits } from './exchange.js'

/**
 * The unread body of a Node request, limited in size and time, from the request itself or from the stream that a hook of the host made of it.
 *
 * @param length as announced, NaN where nothing was; it is the request's own.
 * @throws ERR_BODY_TOO_LARGE, ERR_BODY_TIMEOUT, ERR_BODY_ABORTED
 */
export function readNodeBody(
  stream: Readable,
  request: IncomingMessage,
  length: number,
  limits: BodyLimits,
): Promise<Buffer> {
  if (stream !== request) return readStream(toBytes(stream), request, null, limits)
  const mayHaveCome = length > 0 && length <= limits.limitBytes
  return mayHaveCome && request.readableFlowing === null
    ? readArrived(request, length, limits)
    : readRequest(request, length, limits)
}

// A stream's own `on` would make it flow.
const listen = EventEmitter.prototype.on

/**
 * A push is so short that it mostly comes together with its headers, and lies in the stream as soon as the parser is done with them: taken
 * from there it costs no timer. What somebody of the host reads in the meantime is kept.
 */
async function readArrived(request: IncomingMessage, length: number, limits: BodyLimits): Promise<Buffer> {
  // Shows Node that somebody reads it, or the body is let go of when the host has answered by itself.
  request.read(0)
  const taken: Buffer[] = []
  const keep = (chunk: Buffer | string) => void taken.push(toBuffer(chunk, request.readableEncoding))
  listen.call(request, 'data', keep)
  await undefined
  request.off('data', keep)
  if (taken.length > 0) {
    const before = Buffer.concat(taken)
    return before.length === length ? before : readRequest(request, length, limits, before)
  }
  if (request.readableFlowing !== null || request.readableLength !== length || !hasBytes(request)) {
    return readRequest(request, length, limits)
  }
  const body: Buffer = request.read()
  // To its end, which the next request of the connection waits for.
  request.resume()
  return body
}

function readRequest(request: IncomingMessage, length: number, limits: BodyLimits, before?: Buffer): Promise<Buffer> {
  if (request.readableEnded) throw bodyAborted()
  const bytes = toBytes(request, before)
  return readStream(bytes, request, bytes === request && length >= 0 ? length : null, limits)
}

/** Not text: of a host that called setEncoding, or made a stream of strings. */
function hasBytes({ readableEncoding, readableObjectMode }: Readable): boolean {
  return readableEncoding === null && !readableObjectMode
}

/** raw-body takes bytes only, so text is turned back; what is neither aborts the body. What was read `before` goes first. */
function toBytes(stream: Readable, before?: Buffer): Readable {
  if (hasBytes(stream) && before === undefined) return stream
  const bytes = new Transform({
    writableObjectMode: true,
    transform(chunk, _encoding, done) {
      try {
        done(null, toBuffer(chunk, stream.readableEncoding))
      } catch (error) {
        done(error as TypeError)
      }
    },
  })
  if (before) bytes.write(before)
  return pipeline(stream, bytes, () => {})
}

function toBuffer(chunk: Buffer | string, encoding: BufferEncoding | null): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding ?? 'utf8') : chunk
}

function readStream(
  stream: Readable,
  request: IncomingMessage,
  length: number | null,
  { limitBytes, timeoutMs }: BodyLimits,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (error: WehookError) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => {
      reject(bodyTimeout(timeoutMs))
      stream.pause()
    }, timeoutMs)
    // raw-body falls silent when a stream is destroyed without an error, and so does pipe() when the upload behind it ends early.
    const watch = (source: Readable) => {
      source.on('close', () => {
        if (!source.readableEnded) fail(bodyAborted())
      })
    }
    watch(stream)
    if (stream !== request) watch(request)
    getRawBody(stream, { limit: limitBytes, length }).then(
      (body) => {
        clearTimeout(timer)
        resolve(body)
      },
      (error) => fail(error.type === 'entity.too.large' ? bodyTooLarge(limitBytes) : bodyAborted()),
    )
    // A host may have paused it, and raw-body does not undo that.
    stream.resume()
  })
}
