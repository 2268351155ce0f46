import { isWehookError } from '@wehook/core'
import type { Fence, TokenWrite } from '@wehook/core/storage'
import type { AuthorizationInfo, GrantedAuthorization } from '../answers.js'
import type { ClientPlatform } from '../apis/api.js'
import { toRequest } from '../apis/request.js'
import { isWechatApiError } from '../errors/api-error.js'
import { ApiCallError } from '../errors/call-error.js'
import type { Call } from '../http/with-token.js'
import { texts } from '../texts.js'
import { toAccessToken } from './access-token.js'
import type { FindAuthorization } from './authorizer-list.js'
import type { AuthorizerRecord } from './authorizer-token.js'
import type { DroppedReport } from './dropped.js'
import { authorizerKey } from './keys.js'
import type { Records } from './records.js'

export interface GrantContext {
  readonly platform: ClientPlatform
  readonly records: Records
  readonly call: Call
  readonly findAuthorization: FindAuthorization
  readonly now: () => number
  readonly report: DroppedReport['report']
}

interface Code {
  readonly code: string
  /** Stores that the exchange begins: from then on WeChat may have accepted the code. */
  readonly begin: () => Promise<void>
}

interface PushedCode extends Code {
  readonly appid: string
  /** Unix ms by WeChat's clock: the event's `createdAt`. */
  readonly asOf: number
  /** An earlier attempt has called `begin`. */
  readonly begun: boolean
}

export type Granted = AuthorizationInfo

/**
 * Exchanges a code whose account is known only from the answer. The date of that answer orders it among the events: this machine's clock may
 * be ahead, and a withdrawal that follows would then seem older.
 */
export async function grantByRedirect(context: GrantContext, code: Code): Promise<Granted> {
  const { granted, answeredAt } = await queryAuth(context, code)
  const key = authorizerKey(context.platform.componentAppId, granted.authorizer_appid)
  await context.records.withLock(key, (fence) => keep(context, granted, answeredAt, fence))
  return toInfo(granted)
}

/** Exchanges a code that came with its account. The account's lock makes `client.authorizer(appid)` wait, in every process. */
export function grantByPush(context: GrantContext, code: PushedCode): Promise<Granted> {
  const settled: Granted = { authorizer_appid: code.appid, func_info: [] }
  const key = authorizerKey(context.platform.componentAppId, code.appid)
  return context.records.withLock(key, async (fence) => {
    // An older event was delivered late: what is stored of the account is newer, or was removed since.
    if (!(await claim(context, key, code.asOf, fence))) {
      context.report({ what: 'code', appid: code.appid, asOf: code.asOf })
      return settled
    }
    // A process died after it exchanged the code and before it stored the tokens. WeChat would refuse a second exchange (61010), but the list has the refresh token.
    if (code.begun && (await recover(context, code, key, fence))) return settled
    try {
      const { granted } = await queryAuth(context, code)
      await keep(context, granted, code.asOf, fence)
      return toInfo(granted)
    } catch (error) {
      if (mayBeUsed(error) && (await recover(context, code, key, fence))) return settled
      throw error
    }
  })
}

/** The code was used before, or a lost answer leaves open whether it was. */
function mayBeUsed(error: unknown): boolean {
  return (
    isWechatApiError(error, 61009) ||
    isWechatApiError(error, 61010) ||
    isWehookError(error, 'ERR_API_TIMEOUT') ||
    isWehookError(error, 'ERR_API_TRANSPORT')
  )
}

async function queryAuth({ platform, call, now }: GrantContext, { code, begin }: Code) {
  await begin()
  let answeredAt: number | undefined
  const onDate = (unixMs: number) => {
    answeredAt = unixMs
  }
  const request = toRequest('component.queryAuth', { authorization_code: code }, platform)
  const granted: GrantedAuthorization = (await call({ ...request, onDate })).authorization_info
  return { granted, answeredAt: answeredAt ?? now() }
}

/** Moves the account's record to this event's time, keeping what is in it; false when the stored one is newer. */
async function claim({ records }: GrantContext, key: string, asOf: number, fence: Fence): Promise<boolean> {
  const kept = await records.read<AuthorizerRecord>(key)
  const written = await records.write(key, kept?.value ?? {}, asOf, fence)
  mustHoldLock(written)
  return written === 'written'
}

async function keep(
  { platform, records, now, report }: GrantContext,
  granted: GrantedAuthorization,
  asOf: number,
  fence: Fence,
) {
  const { authorizer_access_token: token, authorizer_refresh_token: refreshToken, expires_in = 7200 } = granted
  const record: AuthorizerRecord = {
    ...(token === undefined ? {} : toAccessToken(token, expires_in, now())),
    refreshToken,
  }
  const { authorizer_appid: appid } = granted
  const written = await records.write(authorizerKey(platform.componentAppId, appid), record, asOf, fence)
  mustHoldLock(written)
  // A newer event came during the exchange, and its own exchange or removal counts.
  if (written === 'outdated') report({ what: 'grant', appid, asOf })
}

/** Stores the refresh token from the list of authorizers; false when the account is not listed. */
async function recover({ records, findAuthorization }: GrantContext, code: PushedCode, key: string, fence: Fence) {
  const refreshToken = (await findAuthorization(code.appid))?.refreshToken
  if (refreshToken === undefined) return false
  mustHoldLock(await records.write(key, { refreshToken } satisfies AuthorizerRecord, code.asOf, fence))
  return true
}

function mustHoldLock(written: TokenWrite): void {
  if (written !== 'fenced') return
  throw new ApiCallError('ERR_TOKEN_UNAVAILABLE', {
    api: 'component.queryAuth',
    sent: true,
    message: texts.lockLost,
    hint: texts.lockLostHint,
  })
}

function toInfo({ authorizer_appid, func_info }: GrantedAuthorization): Granted {
  return { authorizer_appid, func_info }
}
