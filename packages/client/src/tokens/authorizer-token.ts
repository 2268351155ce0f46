import type { Bilingual } from '@wehook/core'
import type { Fence } from '@wehook/core/storage'
import type { ClientPlatform } from '../apis/api.js'
import { toRequest } from '../apis/request.js'
import { isWechatApiError } from '../errors/api-error.js'
import { ApiCallError } from '../errors/call-error.js'
import type { Call, TokenSource } from '../http/with-token.js'
import { texts } from '../texts.js'
import { type AccessToken, toAccessToken } from './access-token.js'
import type { FindAuthorization } from './authorizer-list.js'
import { authorizerKey } from './keys.js'
import type { Kept, Records } from './records.js'
import type { Obtain } from './renewal.js'

/**
 * What is stored of an authorization. Its `asOf` is the time of the authorization, not of the last refresh: events are ordered
 * by it, and a refresh does not make an authorization newer.
 */
export type AuthorizerRecord = Partial<AccessToken> & { readonly refreshToken?: string | undefined }

export interface AuthorizerTokenContext {
  readonly platform: ClientPlatform
  readonly records: Records
  readonly obtain: Obtain
  readonly call: Call
  readonly findAuthorization: FindAuthorization
  /** Settles when no exchange of a code for that account runs in this process. */
  readonly whenExchanged: (appid: string) => Promise<void>
  readonly now: () => number
}

/** The tokens of all authorizers. */
export function createAuthorizerTokens(context: AuthorizerTokenContext): (appid: string) => TokenSource {
  return (appid) => {
    const account: Account = { ...context, appid, key: authorizerKey(context.platform.componentAppId, appid) }
    const renewable = {
      api: 'component.authorizerToken',
      key: account.key,
      before: () => context.whenExchanged(appid),
      fetch: (kept: Kept<AuthorizerRecord> | undefined, fence: Fence) => refresh(account, kept, fence),
    }
    return (refused) => context.obtain(renewable, refused)
  }
}

interface Account extends AuthorizerTokenContext {
  readonly appid: string
  readonly key: string
}

/** Uses the stored refresh token. If no token is stored, or WeChat refuses it (61023), uses the one from the list of authorizers. */
async function refresh(account: Account, kept: Kept<AuthorizerRecord> | undefined, fence: Fence) {
  const known = kept?.value.refreshToken
  if (known !== undefined) {
    try {
      return await refreshWith(account, known, kept?.asOf ?? 0, fence)
    } catch (error) {
      if (!isWechatApiError(error, 61023)) throw error
    }
  }
  const listed = await account.findAuthorization(account.appid)
  if (!listed) throw notAuthorized(account.appid)
  if (listed.refreshToken === undefined || listed.refreshToken === known) throw noRefreshToken(account.appid)
  return refreshWith(account, listed.refreshToken, Math.max(listed.authorizedAt, kept?.asOf ?? 0), fence)
}

/** `undefined` when the write was refused: somebody else holds the lock, or a newer event came; the caller looks again. */
async function refreshWith(account: Account, refreshToken: string, asOf: number, fence: Fence) {
  const { platform, records, call, now, appid, key } = account
  const calledAt = now()
  const input = { authorizer_appid: appid, authorizer_refresh_token: refreshToken }
  const answer = await call(toRequest('component.authorizerToken', input, platform))
  const token = toAccessToken(answer.authorizer_access_token, answer.expires_in, calledAt)
  const record: AuthorizerRecord = { ...token, refreshToken: answer.authorizer_refresh_token ?? refreshToken }
  const written = await records.write(key, record, asOf, fence)
  if (written === 'outdated' && !(await records.read(key))) throw notAuthorized(appid)
  return written === 'written' ? token.token : undefined
}

function notAuthorized(appid: string): ApiCallError {
  return unavailable(texts.notAuthorized(appid), texts.notAuthorizedHint)
}

function noRefreshToken(appid: string): ApiCallError {
  return unavailable(texts.noRefreshToken(appid), texts.noRefreshTokenHint)
}

function unavailable(message: Bilingual, hint: Bilingual): ApiCallError {
  return new ApiCallError('ERR_TOKEN_UNAVAILABLE', { api: 'component.authorizerToken', sent: false, message, hint })
}
