import type { AuthorizationInfo, Scope } from '../answers.js'
import { createFlights } from './flights.js'
import { type GrantContext, type Granted, grantByPush, grantByRedirect } from './grant.js'
import { codeKey } from './keys.js'

/** A code from a push, with the account and the event's time, or from a redirect, with neither. */
interface AuthCode {
  readonly code: string
  readonly appid?: string | undefined
  /** Unix ms of the event; absent for a redirect. */
  readonly asOf?: number | undefined
}

export interface AuthCodes {
  /** Exchanges a code, or gives the result of its earlier exchange. */
  exchange(authCode: AuthCode): Promise<AuthorizationInfo>
  /** Settles when no exchange for that account runs in this process. */
  whenExchanged(appid: string): Promise<void>
}

/** What is stored of a code. `done: false`: an exchange has begun; its process may have died after WeChat accepted the code. */
interface CodeRecord {
  readonly done: boolean
  readonly appid?: string | undefined
  readonly funcInfo?: readonly Scope[] | undefined
}

const keepCodeMs = 30 * 24 * 3600 * 1000

/**
 * Exchanges each code at most once: `authorized`, the registration push and the redirect may all carry it, but WeChat
 * accepts it once (61010 the second time). The lock of the code is taken before that of the account.
 */
export function createAuthCodes(context: GrantContext): AuthCodes {
  const byCode = createFlights<AuthorizationInfo>()
  const byAccount = new Map<string, Set<Promise<unknown>>>()
  return {
    exchange(authCode) {
      const key = codeKey(context.platform.componentAppId, authCode.code)
      const flight = byCode.run(key, () => exchangeOnce(context, key, authCode))
      if (authCode.appid !== undefined) track(byAccount, authCode.appid, flight)
      return flight
    },
    async whenExchanged(appid) {
      await Promise.allSettled(byAccount.get(appid) ?? [])
    },
  }
}

function track(byAccount: Map<string, Set<Promise<unknown>>>, appid: string, flight: Promise<unknown>): void {
  const flights = byAccount.get(appid) ?? new Set()
  byAccount.set(appid, flights.add(flight))
  const settle = () => {
    flights.delete(flight)
    if (flights.size === 0) byAccount.delete(appid)
  }
  flight.then(settle, settle)
}

function exchangeOnce(context: GrantContext, key: string, { code, appid, asOf }: AuthCode): Promise<AuthorizationInfo> {
  const { records, now } = context
  return records.withLock(key, async (fence) => {
    const kept = await records.read<CodeRecord>(key)
    const before = kept?.value
    if (before?.done) return { authorizer_appid: before.appid ?? '', func_info: before.funcInfo ?? [] }
    // A clock that was set back must not make the store refuse the write as an older one.
    const startedAt = Math.max(now(), kept?.asOf ?? 0)
    const remember = (record: CodeRecord) =>
      records.writeFor(keepCodeMs, key, record, Math.max(now(), startedAt), fence)
    const begin = async () => {
      await remember({ done: false, appid })
    }
    const granted: Granted =
      appid === undefined || asOf === undefined
        ? await grantByRedirect(context, { code, begin })
        : await grantByPush(context, { code, appid, asOf, begin, begun: before !== undefined })
    await remember({ done: true, appid: granted.authorizer_appid, funcInfo: granted.func_info })
    return granted
  })
}
