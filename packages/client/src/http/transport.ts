import { ApiCallError } from '../errors/call-error.js'

/** One HTTP call as plain data. `query` may hold a token: nothing of it goes into an error. */
interface HttpCall {
  /** What errors call it. */
  readonly api: string
  /** What its errors say of `sent`, unless the connection was never made. */
  readonly sent: boolean
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body?: string | FormData | undefined
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  readonly onSend?: (() => void) | undefined
}

/** Resolves with the JSON object that WeChat answered; ERR_API_TIMEOUT or ERR_API_TRANSPORT otherwise. */
export type Transport = (call: HttpCall) => Promise<Readonly<Record<string, unknown>>>

export interface TransportOptions {
  readonly fetch: typeof fetch
  readonly baseUrl: string
  readonly timeoutMs: number
}

export function createTransport(options: TransportOptions): Transport {
  return async (call) => {
    // An injected fetch may ignore its signal, and a create that was given up must not go out.
    call.signal?.throwIfAborted()
    const { signal, settle } = createDeadline(call, options.timeoutMs)
    try {
      // Raced, not only signalled: an injected fetch may ignore its signal.
      return await Promise.race([exchange(options, call, signal), whenAborted(signal)])
    } catch (error) {
      throw call.signal?.aborted ? call.signal.reason : toTransportError(call, error)
    } finally {
      settle()
    }
  }
}

async function exchange(options: TransportOptions, call: HttpCall, signal: AbortSignal) {
  const query = new URLSearchParams(call.query).toString()
  call.onSend?.()
  const response = await options.fetch(`${options.baseUrl}${call.path}${query ? `?${query}` : ''}`, {
    method: call.method,
    // A redirect would carry the token in the URL to another host.
    redirect: 'error',
    signal,
    ...(call.body === undefined ? {} : { body: call.body }),
    ...(typeof call.body === 'string' ? { headers: { 'content-type': 'application/json; charset=utf-8' } } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw transportError(call, `HTTP status ${response.status}`)
  return toJsonObject(call, text)
}

function toJsonObject(call: HttpCall, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below; the text itself may hold a token.
  }
  throw transportError(call, `an answer of ${text.length} characters that is not a JSON object`)
}

function createDeadline(call: HttpCall, defaultMs: number): { signal: AbortSignal; settle: () => void } {
  const controller = new AbortController()
  const timeoutMs = call.timeoutMs ?? defaultMs
  const timer = setTimeout(() => controller.abort(timeoutError(call, timeoutMs)), timeoutMs)
  const follow = () => controller.abort(call.signal?.reason)
  if (call.signal?.aborted) follow()
  else call.signal?.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    settle() {
      clearTimeout(timer)
      call.signal?.removeEventListener('abort', follow)
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Faults of making a connection: nothing went out. */
const unconnected: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

/** The fault's own text is left out: some fetch implementations put the URL, token included, into it. */
function toTransportError({ api, sent }: HttpCall, error: unknown): ApiCallError {
  if (error instanceof ApiCallError) return error
  const code = faultCode(error) ?? faultCode((error as { readonly cause?: unknown } | undefined)?.cause)
  const wentOut = sent && (code === undefined || !unconnected.includes(code))
  return transportError({ api, sent: wentOut }, code ?? 'a network fault')
}

function faultCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined
}

type CallName = Pick<HttpCall, 'api' | 'sent'>

export function transportError({ api, sent }: CallName, what: string): ApiCallError {
  return new ApiCallError('ERR_API_TRANSPORT', {
    api,
    sent,
    message: `${api}: ${what}, where WeChat's answer was expected`,
    hint: 'check the way to api.weixin.qq.com; a call that creates something may have succeeded: query before repeating it',
  })
}

function timeoutError({ api, sent }: CallName, timeoutMs: number): ApiCallError {
  return new ApiCallError('ERR_API_TIMEOUT', {
    api,
    sent,
    message: `${api}: no answer within ${timeoutMs} ms`,
    hint: 'registration calls are slow: keep timeoutMs at 8000 or more; a call that creates something may have succeeded: query before repeating it',
  })
}
