import { isWehookError } from '@wehook/core'
import * as z from 'zod/mini'
import { isWechatApiError, WechatApiError } from '../errors/api-error.js'
import type { ErrorTable } from '../errors/row.js'
import { texts } from '../texts.js'
import { redact } from './redact.js'
import { type Transport, transportError } from './transport.js'

/** Cancels a call, or gives it a deadline of its own. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** For the wait for a token, and for each attempt. Default: that of the client, 10 s. */
  readonly timeoutMs?: number
  /** Called right before the request leaves: from here on WeChat may have received it. Called again for a repeat. */
  readonly onSend?: () => void
}

/** A call without its token, as plain data. */
export interface ApiRequest<Output> {
  readonly api: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly tokenParameter?: 'access_token' | 'component_access_token' | undefined
  /** A plain object is sent as JSON, a FormData as multipart; absent: no body. */
  readonly body?: object | undefined
  readonly answer: z.ZodMiniType<Output>
  readonly errors: ErrorTable
  /** May it be sent twice without harm? Never true for a call that creates something. */
  readonly repeatable: boolean
  readonly options?: CallOptions | undefined
  /** Called with the time by WeChat's clock, in Unix ms, where its answer has one. */
  readonly onDate?: ((unixMs: number) => void) | undefined
}

/** How requests are sent. */
export interface SendSettings {
  /** Wait before the one repeat, ±50 %. */
  readonly repeatDelayMs: number
  /** These requests fetch a token for another call: when one fails, the other call was not sent. */
  readonly forTokens: boolean
}

export type Send = <Output>(request: ApiRequest<Output>, token?: string) => Promise<Output>

/** Sends a request once, or a repeatable one a second time after a network fault or errcode -1. */
export function createSend(transport: Transport, { repeatDelayMs, forTokens }: SendSettings): Send {
  return async (request, token) => {
    try {
      return await sendOnce(transport, request, token, !forTokens)
    } catch (error) {
      if (!request.repeatable || !isTransient(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, repeatDelayMs * (0.5 + Math.random())))
      return sendOnce(transport, request, token, !forTokens)
    }
  }
}

async function sendOnce<Output>(
  transport: Transport,
  request: ApiRequest<Output>,
  token: string | undefined,
  sent: boolean,
) {
  const tokenQuery = token === undefined ? {} : { [request.tokenParameter ?? 'access_token']: token }
  const { body } = request
  const json = await transport({
    api: request.api,
    sent,
    method: request.method,
    path: request.path,
    query: { ...request.query, ...tokenQuery },
    body,
    repeatable: request.repeatable,
    signal: request.options?.signal,
    timeoutMs: request.options?.timeoutMs,
    onSend: request.options?.onSend,
    onDate: request.onDate,
  })
  const errcode = Number(json['errcode'] ?? 0)
  if (errcode !== 0) {
    // `action` is a fixed word of the API and no data of the caller, so it need not be removed from errors.
    const { action: _, ...query } = request.query ?? {}
    const errmsg = redact(String(json['errmsg'] ?? ''), [token, body, query])
    throw new WechatApiError({ api: request.api, sent, errcode, errmsg, table: request.errors })
  }
  return toAnswer(request, json, sent)
}

/** A success often has no errcode, so the fields that the caller needs are checked. */
function toAnswer<Output>(request: ApiRequest<Output>, json: Readonly<Record<string, unknown>>, sent: boolean): Output {
  const { errcode: _code, errmsg: _text, ...rest } = json
  const result = z.safeParse(request.answer, rest)
  if (result.success) return result.data
  const paths = result.error.issues.map((issue) => issue.path.join('.')).join(', ')
  throw transportError({ api: request.api, sent }, texts.misfit(request.api, paths), texts.misfitHint)
}

function isTransient(error: unknown): boolean {
  return (
    isWehookError(error, 'ERR_API_TIMEOUT') ||
    isWehookError(error, 'ERR_API_TRANSPORT') ||
    (isWechatApiError(error, -1) && error.retryable)
  )
}
