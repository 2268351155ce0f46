import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Readable } from 'node:stream'
import type { PushBody } from '../push/open.js'
import { bodyAborted, keptBody, requirePlain } from './body.js'
import { bodyConsumed, type Host } from './consumed.js'
import { type BodyLimits, type PushRequest, type PushResponse, parseQuery } from './exchange.js'
import { readNodeBody } from './node-body.js'

export type NodeRequest = IncomingMessage | Http2ServerRequest
export type NodeResponse = ServerResponse | Http2ServerResponse

/** What a framework knows of a Node request that the request does not. */
export interface NodeSource {
  /** The raw body as bytes or text, where the host keeps it on the framework's own request. */
  readonly rawBody?: unknown
  /** The parsed body, where it is on the framework's own request. */
  readonly parsedBody?: unknown
  /** The stream to read where it is not the request itself: one that a hook already decompressed. */
  readonly stream?: Readable | undefined
  /** The URL before a mount removed its prefix. Default: the request's `originalUrl`, as Express and connect set it, or `url`. */
  readonly originalUrl?: string
  /** The framework's own request. Default: the Node request. */
  readonly native?: unknown
  readonly host: Host
}

/** Properties that middleware of Express or connect, or a serverless platform, sets on Node's own request. */
interface Kept {
  readonly rawBody?: unknown
  readonly body?: unknown
  readonly originalUrl?: string
}

/** Describes a Node request for `handle`; nothing is read yet. */
export function toPushRequest(request: NodeRequest & Kept, source: NodeSource): PushRequest {
  return {
    method: request.method ?? 'GET',
    url: source.originalUrl ?? request.originalUrl ?? request.url ?? '',
    query: parseQuery(request.url ?? ''),
    // Node joins the values of a repeated header into one string; the exception, set-cookie, does not occur in requests.
    headers: request.headers as Readonly<Record<string, string | undefined>>,
    length: announcedLength(request),
    parsed: source.parsedBody ?? request.body,
    native: source.native ?? request,
    body: (limits) => readBody(request, source, limits),
  }
}

/** Writes the answer to a Node response. */
export function writeResponse(response: NodeResponse, { status, headers, body }: PushResponse): void {
  if (response.headersSent || response.destroyed) return
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has no `connection` header: each of its streams ends separately.
    if (name !== 'connection' || response.req.httpVersionMajor < 2) response.setHeader(name, value)
  }
  // Node adds the length of a body that comes in one piece.
  response.end(body)
}

/** What the host kept or parsed, else the unread stream, else an error that says how to call wehook first. */
function readBody(request: NodeRequest & Kept, source: NodeSource, limits: BodyLimits): PushBody | Promise<PushBody> {
  const { stream = request, host } = source
  const kept = keptBody(source.rawBody, request.rawBody, source.parsedBody, request.body)
  if (kept !== undefined) return kept
  if (stream.readableDidRead || stream.readableEnded) {
    if (request.headers['content-length'] === '0') return ''
    const url = source.originalUrl ?? request.originalUrl ?? request.url ?? ''
    throw bodyConsumed(host, url, source.parsedBody ?? request.body)
  }
  if (stream.destroyed) throw bodyAborted()
  // A stream that the host provides may be decompressed already, so neither the encoding nor the length in the headers applies to it.
  if (stream !== request) return readNodeBody(stream, request, undefined, limits)
  requirePlain(request.headers['content-encoding'])
  return readNodeBody(request, request, announcedLength(request), limits)
}

function announcedLength(request: NodeRequest): number | undefined {
  const announced = request.headers['content-length']
  return announced === undefined ? undefined : Number(announced)
}
