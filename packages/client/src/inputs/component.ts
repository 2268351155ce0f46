import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { oneOf, range, text } from './fields.js'

/**
 * api_query_auth.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/ticket-token/api_getauthorizerrefreshtoken.html
 */
export interface QueryAuthInput {
  /** The whole code, `queryauthcode@@@` included. */
  readonly authorization_code: string
}

/**
 * api_get_authorizer_info.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/authorization-management/api_getauthorizerinfo.html
 */
export interface AuthorizerInfoInput {
  readonly authorizer_appid: string
}

/**
 * api_get_authorizer_list: one page.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/authorization-management/api_getauthorizerlist.html
 */
export interface AuthorizersInput {
  /** Default 0. */
  readonly offset?: number | undefined
  /** 1 to 500, default 500. */
  readonly count?: number | undefined
}

/** The page on which an administrator authorizes the platform. */
export interface AuthorizationUrlInput {
  /** The page to which WeChat redirects the administrator afterwards, with `auth_code` and `expires_in` in the query. */
  readonly redirect_uri: string
  /** `desktop`: a page with a QR code; `mobile`: a link to open inside WeChat. */
  readonly device: 'desktop' | 'mobile'
  /** 1 公众号, 2 小程序, 3 both (default). */
  readonly auth_type?: 1 | 2 | 3 | undefined
  /** Only this account may be authorized; takes precedence over `auth_type`. */
  readonly biz_appid?: string | undefined
  /** A code from `preAuthCode()`; one is fetched when absent. Each can be used once. */
  readonly pre_auth_code?: string | undefined
}

export const noInput: z.ZodMiniType<Record<string, never>> = z.strictObject({})

export const queryAuthInput: z.ZodMiniType<QueryAuthInput> = z.strictObject({ authorization_code: text() })

export const authorizerInfoInput: z.ZodMiniType<AuthorizerInfoInput> = z.strictObject({ authorizer_appid: text() })

export const authorizersInput: z.ZodMiniType<AuthorizersInput> = z.strictObject({
  offset: z.optional(range(0, Number.MAX_SAFE_INTEGER)),
  count: z.optional(range(1, 500)),
})

export const authorizationUrlInput: z.ZodMiniType<AuthorizationUrlInput> = z.strictObject({
  redirect_uri: z
    .string()
    .check(z.refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), say('must be a URL', '须为网址'))),
  device: z.enum(['desktop', 'mobile'], { error: say('must be desktop or mobile', '须为 desktop 或 mobile') }),
  auth_type: z.optional(oneOf({ 1: '公众号', 2: '小程序', 3: '公众号和小程序' })),
  biz_appid: z.optional(text()),
  pre_auth_code: z.optional(text()),
})
