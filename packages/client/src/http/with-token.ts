import { isWechatApiError } from '../errors/api-error.js'
import type { ApiRequest, Send } from './send.js'

/** Gives a token. With `refused`, one that is not that: WeChat answered 40001, 42001 or 40014 to it. */
export type TokenSource = (refused?: string) => Promise<string>

/** A call whose token is seen to. */
export type Call = <Output>(request: ApiRequest<Output>) => Promise<Output>

const refusals: readonly number[] = [40001, 42001, 40014]

/**
 * Sends with a token. A refused one is renewed once and the call repeated once: WeChat did nothing yet, so this is safe for a
 * create as well (PROTOCOL §4.11).
 */
export function createCall(send: Send, source: TokenSource): Call {
  return async (request) => {
    const token = await source()
    try {
      return await send(request, token)
    } catch (error) {
      if (!isWechatApiError(error) || !refusals.includes(error.errcode)) throw error
      return send(request, await source(token))
    }
  }
}
