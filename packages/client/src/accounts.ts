import type { AuthorizerInfo, AuthorizerPage } from './answers.js'
import { isWechatApiError } from './errors/api-error.js'
import type { AuthorizerRecord } from './tokens/authorizer-token.js'
import { authorizerKey } from './tokens/keys.js'
import type { Records } from './tokens/records.js'

/** One account that authorized the platform. It has no token, only the ages of tokens. */
export interface Account {
  readonly appid: string
  /** When the account authorized the platform, as WeChat lists it. */
  readonly authorizedAt?: Date
  /** Ids of the permission sets (权限集) that it granted; given by `getAccount`. */
  readonly permissionSets?: readonly number[]
  /** Time of the authorization that the stored refresh token belongs to; absent when none is stored. */
  readonly refreshTokenAt?: Date
  /** When the stored access token expires; absent when none is stored. */
  readonly accessTokenUntil?: Date
}

/** The accounts for pages that operators see, such as those of `@wehook/console`. */
export interface Accounts {
  /** One page as WeChat lists them, `limit` (at most 500) from `after`, which is `next` of the page before. One call of WeChat. */
  listAccounts(page: {
    readonly after?: string
    readonly limit: number
  }): Promise<{ readonly accounts: readonly Account[]; readonly next?: string }>
  /** One account with its permission sets; `undefined` when it does not authorize the platform. One call of WeChat. */
  getAccount(appid: string): Promise<Account | undefined>
}

export interface AccountsContext {
  readonly componentAppId: string
  readonly records: Pick<Records, 'read'>
  readonly readPage: (page: { readonly offset: number; readonly count: number }) => Promise<AuthorizerPage>
  readonly readInfo: (input: { readonly authorizer_appid: string }) => Promise<AuthorizerInfo>
}

export function createAccounts({ componentAppId, records, readPage, readInfo }: AccountsContext): Accounts {
  async function agesOf(appid: string): Promise<Pick<Account, 'refreshTokenAt' | 'accessTokenUntil'>> {
    const kept = await records.read<AuthorizerRecord>(authorizerKey(componentAppId, appid))
    const { refreshToken, token, expiresAt } = kept?.value ?? {}
    return {
      ...(kept && refreshToken !== undefined && { refreshTokenAt: new Date(kept.asOf) }),
      ...(token !== undefined && expiresAt !== undefined && { accessTokenUntil: new Date(expiresAt) }),
    }
  }
  return {
    async listAccounts({ after, limit }) {
      const offset = toOffset(after)
      const { total_count, list } = await readPage({ offset, count: limit })
      const accounts = await Promise.all(
        list.map(async ({ authorizer_appid: appid, auth_time }) => ({
          appid,
          ...(auth_time !== undefined && { authorizedAt: new Date(auth_time * 1000) }),
          ...(await agesOf(appid)),
        })),
      )
      const end = offset + list.length
      return { accounts, ...(list.length > 0 && end < total_count && { next: String(end) }) }
    },
    async getAccount(appid) {
      try {
        const { authorization_info } = await readInfo({ authorizer_appid: appid })
        const permissionSets = authorization_info.func_info.map(({ funcscope_category: { id } }) => id)
        return { appid, permissionSets, ...(await agesOf(appid)) }
      } catch (error) {
        if (isWechatApiError(error, 61003)) return undefined
        throw error
      }
    },
  }
}

/** `after` comes from the address of a page, so it may be anything. */
function toOffset(after: string | undefined): number {
  return after !== undefined && /^\d{1,9}$/.test(after) ? Number(after) : 0
}
