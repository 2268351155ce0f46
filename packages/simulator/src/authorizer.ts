/** An account that authorizes the platform, or has done so before. */
export interface Authorizer {
  readonly appid: string
  /** 原始ID. Default: `gh_` and the end of the appid. */
  readonly userName: string
  nickName: string
  principalName: string
  /** 0 普通, 6 法人扫脸, 13 试用, 15 个人, 19 试用转正. */
  registerType: number
  permissions: readonly number[]
  isAuthorized: boolean
  isCertified: boolean
  authorizedAt: number
  refreshToken: string
  /** Has a code been exchanged? Before that, the list of authorizers does not show the refresh token. */
  hasExchanged: boolean
}

export type NewAuthorizer = Pick<Authorizer, 'nickName' | 'principalName' | 'registerType'> & {
  readonly appid?: string
  readonly userName?: string
  readonly permissions?: readonly number[]
}
