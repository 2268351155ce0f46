import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import getRawBody from 'raw-body'
import type { PushBody } from '../push/open.js'
import type { Receiver } from '../receiver.js'
import {
  bodyAborted,
  bodyConsumed,
  bodyEncoding,
  bodyTimeout,
  bodyTooLarge,
  type ConsumedHint,
  keptBody,
} from './body.js'
import { type BodyLimits, type PushRequest, type PushResponse, parseQuery } from './exchange.js'

/** What a framework adds to a Node request. */
export interface NodeSource {
  /** Bytes or text that the host kept beside a parsed body. */
  readonly rawBody?: unknown
  /** What a parser made of the body. */
  readonly parsedBody?: unknown
  /** The stream to read where it is not the request itself: one that a hook already inflated. */
  readonly stream?: Readable
  /** Called only when the body is gone. */
  readonly consumedBy?: (remains: unknown) => ConsumedHint
}

/** Describes a Node request for `receiver.handle`; nothing is read yet. */
export function toPushRequest(request: IncomingMessage, source: NodeSource = {}): PushRequest {
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
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  if (length > limits.limitBytes) throw bodyTooLarge(limits.limitBytes)
  const kept = keptBody(source.rawBody, source.parsedBody)
  if (kept !== undefined) return kept
  const stream = source.stream ?? request
  if (stream.readableDidRead || stream.readableEnded) {
    if (length === 0) return ''
    throw bodyConsumed((source.consumedBy ?? unknownParser)(source.parsedBody))
  }
  if (stream.destroyed) throw bodyAborted()
  const encoding = request.headers['content-encoding']
  if (stream === request && encoding !== undefined && encoding !== 'identity') throw bodyEncoding(encoding)
  return readStream(stream, stream === request && length >= 0 ? length : undefined, limits)
}

function readStream(
  stream: Readable,
  length: number | undefined,
  { limitBytes, timeoutMs }: BodyLimits,
): Promise<PushBody> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(bodyTimeout(timeoutMs))
      stream.pause()
    }, timeoutMs)
    getRawBody(stream, { limit: limitBytes, length: length ?? null }, (error, body) => {
      clearTimeout(timer)
      if (error) reject(error.type === 'entity.too.large' ? bodyTooLarge(limitBytes) : bodyAborted())
      else resolve(body)
    })
  })
}

function unknownParser(): ConsumedHint {
  return {
    framework: 'the host',
    parser: 'a body parser',
    mend: 'mount wehook before the parser, or keep the raw body on request.rawBody',
  }
}

export type { ConsumedHint } from './body.js'

export interface NodeHandlerOptions {
  /** Answer only this path; requests for others go to `next`, or get 404. Default: every path. */
  readonly path?: string
}

/**
 * A handler for `node:http`, or for anything with its `(request, response, next?)`.
 *
 * @example http.createServer(toNodeHandler(receiver)).listen(8080)
 */
export function toNodeHandler(receiver: Pick<Receiver, 'handle'>, options: NodeHandlerOptions = {}) {
  return async (request: IncomingMessage, response: ServerResponse, next?: () => unknown): Promise<void> => {
    const path = request.url?.split('?', 1)[0]
    if (options.path !== undefined && path !== options.path) {
      if (next) next()
      else response.writeHead(404).end()
      return
    }
    const kept = request as { readonly rawBody?: unknown; readonly body?: unknown }
    const source = { rawBody: kept.rawBody, parsedBody: kept.body }
    writeResponse(response, await receiver.handle(toPushRequest(request, source)))
  }
}
