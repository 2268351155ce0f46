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
  /** Writes down that WeChat may have the code from here on. */
  readonly begin: () => Promise<void>
}

interface PushedCode extends Code {
  readonly appid: string
  /** Unix ms by WeChat's clock: the event's `createdAt`. */
  readonly asOf: number
  /** An earlier try got as far as `begin`. */
  readonly begun: boolean
}

export type Granted = AuthorizationInfo

/**
 * A code whose account is known only from the answer. It is ordered among the events by the date of that answer: our own clock may
 * be ahead, and would then make a withdrawal that follows look older.
 */
export async function grantByRedirect(context: GrantContext, code: Code): Promise<Granted> {
  const { granted, answeredAt } = await queryAuth(context, code)
  const key = authorizerKey(context.platform.componentAppId, granted.authorizer_appid)
  await context.records.withLock(key, (fence) => keep(context, granted, answeredAt, fence))
  return toInfo(granted)
}

/** A code that came with its account. The account's lock makes `client.authorizer(appid)` wait, in every process. */
export function grantByPush(context: GrantContext, code: PushedCode): Promise<Granted> {
  const settled: Granted = { authorizer_appid: code.appid, func_info: [] }
  const key = authorizerKey(context.platform.componentAppId, code.appid)
  return context.records.withLock(key, async (fence) => {
    // An older event, delivered late: what is known of the account is newer, or it was forgotten since.
    if (!(await claim(context, key, code.asOf, fence))) {
      context.report({ what: 'code', appid: code.appid, asOf: code.asOf })
      return settled
    }
    // A process died between exchange and store: the list has what it got, and WeChat would refuse a second exchange (61010).
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

/** Takes the refresh token out of the authorizer list; false when it is not there. */
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
