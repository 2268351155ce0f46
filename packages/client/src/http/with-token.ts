import { isWechatApiError } from '../errors/api-error.js'
import { ApiCallError } from '../errors/call-error.js'
import { texts } from '../texts.js'
import type { ApiRequest, CallOptions, Send } from './send.js'
import { within } from './within.js'

/** Gives a token. With `refused`, gives another token than that one, to which WeChat answered 40001, 42001 or 40014. */
export type TokenSource = (refused?: string) => Promise<string>

/** A call that fetches the token it needs. */
export type Call = <Output>(request: ApiRequest<Output>) => Promise<Output>

const refusals: readonly number[] = [40001, 42001, 40014]

/**
 * Sends with a token. When WeChat refuses the token, it is refreshed once and the call repeated once. WeChat has done nothing yet, so this is safe for a
 * call that creates something as well.
 */
export function createCall(send: Send, source: TokenSource, timeoutMs: number): Call {
  return async (request) => {
    const waitForToken = (refused?: string) => tokenWithin({ ...request, timeoutMs }, () => source(refused))
    const token = await waitForToken()
    try {
      return await send(request, token)
    } catch (error) {
      if (!isWechatApiError(error) || !refusals.includes(error.errcode)) throw error
      return send(request, await waitForToken(token))
    }
  }
}

interface TokenWait {
  readonly api: string
  readonly options?: CallOptions | undefined
  /** Used unless `options` has one. */
  readonly timeoutMs: number
}

/** Waits for a token no longer than the call's own limits. The refresh continues after that, because other calls may wait for it. */
export function tokenWithin({ api, options, ...wait }: TokenWait, getToken: () => Promise<string>): Promise<string> {
  const timeoutMs = options?.timeoutMs ?? wait.timeoutMs
  const late = () =>
    new ApiCallError('ERR_API_TIMEOUT', {
      api,
      sent: false,
      message: texts.noToken(api, timeoutMs),
      hint: texts.noTokenHint,
    })
  return within({ timeoutMs, signal: options?.signal, late }, getToken)
}
