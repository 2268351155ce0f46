import { ApiCallError } from '../errors/call-error.js'
import { texts } from '../texts.js'
import { toWireBody } from './body.js'
import type { Fetch, FetchAnswer } from './fetch.js'
import { readJson } from './read-json.js'
import { within } from './within.js'

/** One HTTP call as plain data. `query` may hold a token: nothing of it goes into an error. */
export interface HttpCall {
  /** The name of the API in errors. */
  readonly api: string
  /** The value of `sent` in its errors, unless the connection was never made. */
  readonly sent: boolean
  /** May it be sent twice without harm? Decides the advice in its errors. */
  readonly repeatable: boolean
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body?: object | undefined
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  readonly onSend?: (() => void) | undefined
  /** Called with the time by WeChat's clock, in Unix ms, where its answer has one. */
  readonly onDate?: ((unixMs: number) => void) | undefined
}

/** Resolves with the JSON object that WeChat answered; ERR_API_TIMEOUT or ERR_API_TRANSPORT otherwise. */
export type Transport = (call: HttpCall) => Promise<Readonly<Record<string, unknown>>>

export interface TransportOptions {
  readonly fetch: Fetch
  readonly baseUrl: string
  readonly timeoutMs: number
}

export function createTransport(options: TransportOptions): Transport {
  return async (call) => {
    const timeoutMs = call.timeoutMs ?? options.timeoutMs
    const late = () => timeoutError(call, timeoutMs)
    try {
      return await within({ timeoutMs, signal: call.signal, late }, (signal) => exchange(options, call, signal))
    } catch (error) {
      throw call.signal?.aborted ? call.signal.reason : toCallError(call, error)
    }
  }
}

async function exchange(options: TransportOptions, call: HttpCall, signal: AbortSignal) {
  const query = new URLSearchParams(call.query).toString()
  const body = call.body === undefined ? undefined : await toWireBody(call.body)
  // An injected fetch may ignore its signal, and a call that the caller has given up must not be sent.
  signal.throwIfAborted()
  call.onSend?.()
  const answer = await options.fetch(`${options.baseUrl}${call.path}${query ? `?${query}` : ''}`, {
    method: call.method,
    redirect: 'error',
    signal,
    ...(body && { body: body.content, headers: { 'content-type': body.type } }),
  })
  const text = await answer.text()
  if (!answer.ok) throw transportError(call, texts.status(call.api, answer.status), texts.statusHint)
  tellDate(call, answer)
  return toJsonObject(call, text)
}

function tellDate({ onDate }: HttpCall, answer: FetchAnswer): void {
  // A fetch for tests may answer without headers.
  const unixMs = Date.parse(answer.headers?.get('date') ?? '')
  if (Number.isFinite(unixMs)) onDate?.(unixMs)
}

function toJsonObject(call: HttpCall, text: string): Readonly<Record<string, unknown>> {
  try {
    const value = readJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // The text may hold a token, so the error gives only its length.
  }
  throw transportError(call, texts.unreadable(call.api, text.length), texts.unreadableHint)
}

/** Failures to connect: nothing was sent. */
const unconnected: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

/** Leaves out the message of `error`: some implementations of fetch put the URL into it, and that holds the token. */
function toCallError(call: HttpCall, error: unknown): ApiCallError {
  if (error instanceof ApiCallError) return error
  const code = faultCode(error) ?? faultCode((error as { readonly cause?: unknown } | undefined)?.cause)
  const sent = code === undefined || !unconnected.includes(code)
  const hint = sent ? texts.networkHint.sent : texts.networkHint.unsent
  return transportError({ ...call, sent: call.sent && sent }, texts.network(call.api, code ?? 'network fault'), hint)
}

function faultCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined
}

type ErrorTexts = ConstructorParameters<typeof ApiCallError>[1]

export function transportError(
  { api, sent }: Pick<HttpCall, 'api' | 'sent'>,
  message: ErrorTexts['message'],
  hint: ErrorTexts['hint'],
): ApiCallError {
  return new ApiCallError('ERR_API_TRANSPORT', { api, sent, message, hint })
}

function timeoutError({ api, sent, repeatable }: HttpCall, timeoutMs: number): ApiCallError {
  const hint = repeatable ? texts.noAnswerHint.repeatable : texts.noAnswerHint.once
  return new ApiCallError('ERR_API_TIMEOUT', { api, sent, message: texts.noAnswer(api, timeoutMs), hint })
}
