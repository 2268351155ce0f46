import { WehookError } from '../errors.js'
import type { QueryValues } from '../push/open.js'
import type { Platform } from '../push/platform.js'
import { verifySignature } from '../push/signature.js'
import { echoResponse, type PushResponse } from './exchange.js'

/**
 * Answers the GET by which WeChat verifies a URL elsewhere; third-party platforms do not document one (PROTOCOL §1.7). The text is
 * echoed only when its signature fits, and only if it cannot be taken for markup.
 *
 * @throws ERR_QUERY_INVALID, ERR_SIGNATURE_MISMATCH
 */
export function echo(query: QueryValues, platforms: readonly Platform[]): PushResponse {
  const { echostr, timestamp, nonce, signature } = query
  const given = [echostr, timestamp, nonce, signature]
  if (!given.every(isText) || !/^[0-9A-Za-z_=+/-]{1,128}$/.test(echostr as string)) {
    throw new WehookError('ERR_QUERY_INVALID', 'a GET takes echostr, timestamp, nonce and signature once each', {
      hint: 'echostr has 1 to 128 characters of 0-9 A-Z a-z _ = + / -',
    })
  }
  const [text, time, once, signed] = given as [string, string, string, string]
  const isOurs = platforms.some(({ tokens }) => tokens.some((token) => verifySignature(signed, token, time, once)))
  if (!isOurs) {
    throw new WehookError('ERR_SIGNATURE_MISMATCH', 'the signature of a GET with echostr does not fit', {
      hint: 'compare 消息校验 Token in the console with `token`',
    })
  }
  return echoResponse(text)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
