import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'

/** The answer to a request. */
export interface Answer {
  readonly status: number
  /** Lower-case names, without cookies, which may hold a session. */
  readonly headers: Readonly<Record<string, string>>
  /** The first 65,536 characters. */
  readonly body: string
  readonly durationMs: number
}

/** A request without an answer. */
export interface NoAnswer {
  readonly failure: 'dns' | 'refused' | 'tls' | 'timeout' | 'reset' | 'unreachable'
  /** The error code: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, … */
  readonly code: string
  readonly durationMs: number
}

export type Sent = Answer | NoAnswer

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Posts as WeChat does: one request, no redirect followed, no header of a browser. Waits longer than WeChat's 5 s, to measure how
 * long the answer takes. Not by fetch, which refuses some ports and adds headers.
 */
export function send(post: Post, timeoutMs = 15_000): Promise<Sent> {
  const startedAt = performance.now()
  const { promise, settle } = createOutcome(startedAt)
  const body = Buffer.from(post.body)
  const headers = { ...post.headers, 'content-length': body.length, connection: 'close' }
  const { request } = post.url.startsWith('https:') ? https : http
  const outgoing = request(post.url, { method: 'POST', headers, timeout: timeoutMs }, (response) => {
    text(response).then((answer) => settle(toAnswer(response, answer)), fail)
  })
  const timer = setTimeout(
    () => outgoing.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    timeoutMs,
  )
  const fail = (error: unknown) => settle(failureOf(error))
  outgoing.on('error', fail)
  outgoing.end(body)
  return promise.finally(() => clearTimeout(timer))
}

type Untimed = Omit<Answer, 'durationMs'> | Omit<NoAnswer, 'durationMs'>

function createOutcome(startedAt: number) {
  let settle: (outcome: Untimed) => void = () => {}
  const promise = new Promise<Sent>((resolve) => {
    settle = (outcome) => resolve({ ...outcome, durationMs: Math.round(performance.now() - startedAt) })
  })
  return { promise, settle }
}

function toAnswer({ statusCode = 0, headers }: http.IncomingMessage, body: string): Untimed {
  const { 'set-cookie': _, ...others } = headers
  const single = Object.entries(others).map(([name, value]) => [name, String(value ?? '')])
  return { status: statusCode, headers: Object.fromEntries(single), body: body.slice(0, 65_536) }
}

const failures: readonly (readonly [RegExp, NoAnswer['failure']])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENODATA)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/CERT|TLS|SSL|SIGNATURE|EPROTO/, 'tls'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|HPE_.*)$/, 'reset'],
]

function failureOf(error: unknown): Pick<NoAnswer, 'failure' | 'code'> {
  const code = codeOf(error) ?? 'unknown'
  return { code, failure: failures.find(([pattern]) => pattern.test(code))?.[1] ?? 'unreachable' }
}

/** For a host with several addresses Node tries each one and throws an AggregateError. */
function codeOf(error: unknown): string | undefined {
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: readonly unknown[] }
  return typeof code === 'string' ? code : errors?.map(codeOf).find((inner) => inner !== undefined)
}
