import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import getRawBody from 'raw-body'
import type { PushBody } from '../push/open.js'
import { bodyAborted, bodyEncoding, bodyTimeout, bodyTooLarge, keptBody } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import { type BodyLimits, type PushRequest, type PushResponse, parseQuery } from './exchange.js'

/** What a framework adds to a Node request. */
export interface NodeSource {
  /** Bytes or text that the host kept beside a parsed body. */
  readonly rawBody?: unknown
  /** What a parser made of the body. */
  readonly parsedBody?: unknown
  /** The stream to read where it is not the request itself: one that a hook already inflated. */
  readonly stream?: Readable | undefined
  /** The URL before a mount cut it. Default: the request's. */
  readonly originalUrl?: string
  readonly host: Host
}

/** Describes a Node request for `receiver.handle`; nothing is read yet. */
export function toPushRequest(request: IncomingMessage, source: NodeSource): PushRequest {
  return {
    method: request.method ?? 'GET',
    query: parseQuery(request.url ?? ''),
    body: (limits) => readBody(request, source, limits),
  }
}

/** Writes the answer to a Node response. */
export function writeResponse(response: ServerResponse, { status, headers, body }: PushResponse): void {
  if (response.headersSent || response.destroyed) return
  response.statusCode = status
  for (const name in headers) response.setHeader(name, headers[name] as string)
  // Node adds the length of a body that comes in one piece.
  response.end(body)
}

/** The body ladder (DESIGN §7): what the host kept, then what its parser made, then the unread stream, else an error that names the mend. */
function readBody(request: IncomingMessage, source: NodeSource, limits: BodyLimits): PushBody | Promise<PushBody> {
  const { rawBody, parsedBody, stream = request, host, originalUrl = request.url ?? '' } = source
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  if (length > limits.limitBytes) throw bodyTooLarge(limits.limitBytes)
  const kept = keptBody(rawBody, parsedBody)
  if (kept !== undefined) return kept
  if (stream.readableDidRead || stream.readableEnded) {
    if (length === 0) return ''
    throw bodyConsumed(host, originalUrl, parsedBody)
  }
  if (stream.destroyed) throw bodyAborted()
  // A stream of the host's own holds what its hook made of the body, whatever the header says.
  if (stream !== request) return readStream(stream, null, limits)
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') throw bodyEncoding(encoding)
  return readStream(stream, length >= 0 ? length : null, limits)
}

function readStream(stream: Readable, length: number | null, { limitBytes, timeoutMs }: BodyLimits): Promise<PushBody> {
  // raw-body takes bytes only; a host that called setEncoding gets its text turned back.
  if (stream.readableEncoding !== null) {
    return readStream(
      pipeline(stream, new PassThrough(), () => {}),
      null,
      { limitBytes, timeoutMs },
    )
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(bodyTimeout(timeoutMs))
      stream.pause()
    }, timeoutMs)
    // raw-body falls silent when a stream is destroyed without an error.
    stream.on('close', () => {
      if (!stream.readableEnded) reject(bodyAborted())
    })
    getRawBody(stream, { limit: limitBytes, length }).then(
      (body) => {
        clearTimeout(timer)
        resolve(body)
      },
      (error) => {
        clearTimeout(timer)
        reject(error.type === 'entity.too.large' ? bodyTooLarge(limitBytes) : bodyAborted())
      },
    )
  })
}
