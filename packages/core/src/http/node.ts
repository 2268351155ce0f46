import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import getRawBody from 'raw-body'
import type { PushBody } from '../push/open.js'
import type { Receiver } from '../receiver.js'
import { bodyAborted, bodyEncoding, bodyTimeout, bodyTooLarge, keptBody } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import { type BodyLimits, type PushRequest, type PushResponse, parseQuery } from './exchange.js'
import { toPathMatch } from './path.js'

export type { Host } from './consumed.js'
export { toPathMatch } from './path.js'

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
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
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
    stream.once('close', () => {
      clearTimeout(timer)
      if (!stream.readableEnded) reject(bodyAborted())
    })
    getRawBody(stream, { limit: limitBytes, length }, (error, body) => {
      clearTimeout(timer)
      if (error) reject(error.type === 'entity.too.large' ? bodyTooLarge(limitBytes) : bodyAborted())
      else resolve(body)
    })
  })
}

export interface NodeHandlerOptions {
  /** Answer only this path; requests for others go to `next`, or get 404. Default: every path. */
  readonly path?: string
}

const host: Host = {
  framework: 'node:http',
  readers: { unknown: 'the host' },
  mend: (path) => `if (request.url.split('?', 1)[0] === '${path}') return toNodeHandler(receiver)(request, response)`,
  place: 'as the first of the request listener',
}

/**
 * A handler for `node:http`, or for anything with its `(request, response, next?)`.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example http.createServer(toNodeHandler(receiver)).listen(8080)
 */
export function toNodeHandler(receiver: Pick<Receiver, 'handle'>, options: NodeHandlerOptions = {}) {
  const isOurs = toPathMatch(options.path)
  return async (request: IncomingMessage, response: ServerResponse, next?: () => unknown): Promise<void> => {
    if (!isOurs((request.url ?? '').split('?', 1)[0] as string)) {
      if (next) next()
      else response.writeHead(404).end()
      return
    }
    const { rawBody, body: parsedBody } = request as { readonly rawBody?: unknown; readonly body?: unknown }
    writeResponse(response, await receiver.handle(toPushRequest(request, { rawBody, parsedBody, host })))
  }
}
