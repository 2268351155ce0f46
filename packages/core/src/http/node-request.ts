import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { PushBody } from '../push/open.js'
import { bodyAborted, keptBody, requirePlain } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import { type BodyLimits, type PushRequest, type PushResponse, parseQuery } from './exchange.js'
import { readNodeBody } from './node-body.js'

/** What a framework knows of a Node request that the request does not. */
export interface NodeSource {
  /** Bytes or text that the host kept beside a parsed body, on a request of the framework's own. */
  readonly rawBody?: unknown
  /** What a parser made of the body, on a request of the framework's own. */
  readonly parsedBody?: unknown
  /** The stream to read where it is not the request itself: one that a hook already inflated. */
  readonly stream?: Readable | undefined
  /** The URL before a mount cut it. Default: the request's `originalUrl`, as Express and connect set it, or `url`. */
  readonly originalUrl?: string
  readonly host: Host
}

/** What middleware of Express or connect, or a serverless platform, leaves on Node's own request. */
interface Kept {
  readonly rawBody?: unknown
  readonly body?: unknown
  readonly originalUrl?: string
}

/** Describes a Node request for `receiver.handle`; nothing is read yet. */
export function toPushRequest(request: IncomingMessage, source: NodeSource): PushRequest {
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  return {
    method: request.method ?? 'GET',
    query: parseQuery(request.url ?? ''),
    length,
    traceparent: request.headers['traceparent']?.toString(),
    body: (limits) => readBody(request, length, source, limits),
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
function readBody(
  request: IncomingMessage & Kept,
  length: number,
  source: NodeSource,
  limits: BodyLimits,
): PushBody | Promise<PushBody> {
  const { stream = request, host } = source
  const kept = keptBody(source.rawBody, request.rawBody, source.parsedBody, request.body)
  if (kept !== undefined) return kept
  if (stream.readableDidRead || stream.readableEnded) {
    if (length === 0) return ''
    const url = source.originalUrl ?? request.originalUrl ?? request.url ?? ''
    throw bodyConsumed(host, url, source.parsedBody ?? request.body)
  }
  if (stream.destroyed) throw bodyAborted()
  // A stream of the host's own holds what its hook made of the body, whatever the headers say.
  if (stream === request) requirePlain(request.headers['content-encoding'])
  return readNodeBody(stream, request, length, limits)
}
