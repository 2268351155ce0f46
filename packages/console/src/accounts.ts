/** One account (authorizer) as the console shows it. It has no token, ticket or code, only their ages. */
export interface Account {
  readonly appid: string
  /** When the account authorized the platform, as WeChat lists it. */
  readonly authorizedAt?: Date
  /** Ids of the permission sets (权限集) that it granted. */
  readonly permissionSets?: readonly number[]
  /** When the stored refresh token was received; absent when none is stored. */
  readonly refreshTokenAt?: Date
  /** When the stored access token expires; absent when none is stored. */
  readonly accessTokenUntil?: Date
}

export interface AccountPage {
  readonly accounts: readonly Account[]
  readonly next?: string
}

/** Gives the accounts to show. `after` is `next` of the page before. */
export interface AccountSource {
  listAccounts(page: { readonly after?: string; readonly limit: number }): Promise<AccountPage>
  /** One account with its permission sets, which take one call for each account. */
  getAccount?(appid: string): Promise<Account | undefined>
}
