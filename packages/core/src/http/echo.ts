import { WehookError } from '../errors.js'
import type { QueryValues } from '../push/open.js'
import type { Platform } from '../push/platform.js'
import { verifySignature } from '../push/signature.js'
import { echoResponse, type PushResponse } from './exchange.js'
import { httpTexts } from './texts.js'

/**
 * Answers the GET by which WeChat verifies the URLs of official accounts; for third-party platforms none is documented. The text is
 * echoed only when its signature is right, and only if it cannot be taken for markup.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
 *
 * @throws ERR_QUERY_INVALID, ERR_SIGNATURE_MISMATCH
 */
export function echo(query: QueryValues, platforms: readonly Platform[]): PushResponse {
  const { echostr, timestamp, nonce, signature } = query
  const given = [echostr, timestamp, nonce, signature]
  if (!given.every(isText) || !/^[0-9A-Za-z_=+/-]{1,128}$/.test(echostr as string)) {
    const { message, hint } = httpTexts.echoQuery
    throw new WehookError('ERR_QUERY_INVALID', message, { hint })
  }
  const [text, time, once, signed] = given as [string, string, string, string]
  const isOurs = platforms.some(({ tokens }) => tokens.some((token) => verifySignature(signed, token, time, once)))
  if (!isOurs) {
    const { message, hint } = httpTexts.echoSignature
    throw new WehookError('ERR_SIGNATURE_MISMATCH', message, { hint })
  }
  return echoResponse(text)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
