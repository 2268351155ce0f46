import type { StatusEntry } from '@wehook/core'
import * as z from 'zod/mini'
import { describeCertification, describeNickname, describeTask } from './task-states.js'

/**
 * What the APIs answer, with WeChat's own names; fields that are not typed here are kept. WeChat sometimes sends numbers as text and
 * texts as numbers; both are converted to the documented type.
 */
const int = z
  .pipe(z.union([z.number(), z.string().check(z.regex(/^-?\d+$/))]), z.transform(Number))
  .check(z.refine(Number.isSafeInteger))
const str = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
/** Null and an empty text are read as absent. */
const optionalStr = z.optional(
  z.pipe(
    z.nullable(str),
    z.transform((value) => (value === null || value === '' ? undefined : value)),
  ),
)

/** A task that waits for somebody to open `authorize_url`; it is valid for 24 hours. */
export interface TaskCreated {
  readonly taskid: string
  /** Show it as a QR code or send it: WeChat sends nothing itself since 2026-04-30. */
  readonly authorize_url: string
}

/** What a query says of a registration. */
export interface RegistrationState {
  readonly status: number
  /** What `status` means in this flow; enterprise and personal number differently. */
  readonly state: StatusEntry
  readonly taskid?: string | undefined
  readonly authorize_url?: string | undefined
}

export interface BetaCreated {
  /** The push that reports the result has the same value as `info.unique_id`. */
  readonly unique_id: string
  readonly authorize_url: string
}

/** The names of the new version's fields are unconfirmed, so both may be absent. */
export interface BetaVerifyAccepted {
  readonly taskid?: string | undefined
  readonly authorize_url?: string | undefined
}

export interface CertificationAccepted {
  readonly taskid: string
  /** 小程序管理员授权链接. */
  readonly auth_url?: string | undefined
}

export interface CertificationState {
  readonly task_status: number
  /** The meaning of the status that counts: of `task_status` until that is 12, then of `apply_status`. */
  readonly state: StatusEntry
  /** Only meaningful when `task_status` is 12. */
  readonly apply_status: number
  readonly auth_url?: string | undefined
  readonly orderid?: string | undefined
  readonly appid?: string | undefined
  /** Why it was sent back (`apply_status` 3). */
  readonly refill_reason?: string | undefined
  /** Why it failed permanently (`apply_status` 5). */
  readonly fail_reason?: string | undefined
}

export interface Material {
  /** `mediaid`, not `media_id`: what the certification fields take. It cannot be turned into a URL. */
  readonly mediaid: string
  readonly type?: string | undefined
}

/** Whether a new name was set at once or has to be reviewed. */
export interface NicknameAccepted {
  /** Absent: the name is set. Present: it is in review; the result comes as `wxa_nickname_audit`, or by `queryNickname`. */
  readonly audit_id?: number | undefined
  /** Which material is needed. */
  readonly wording?: string | undefined
}

export interface NicknameState {
  readonly nickname: string
  /** 1 审核中, 2 审核失败, 3 审核成功. */
  readonly audit_stat: number
  readonly state: StatusEntry
  readonly fail_reason?: string | undefined
  /** Unix seconds. */
  readonly create_time?: number | undefined
  /** Unix seconds. */
  readonly audit_time?: number | undefined
}

export interface PreAuthCode {
  readonly pre_auth_code: string
  /** Seconds. Use this value: the one in the documentation may differ. */
  readonly expires_in: number
}

export interface Scope {
  readonly funcscope_category: { readonly id: number }
}

export interface AuthorizationInfo {
  readonly authorizer_appid: string
  readonly func_info: readonly Scope[]
}

/** As api_query_auth answers it; only `@wehook/client` itself reads the tokens. */
export interface GrantedAuthorization extends AuthorizationInfo {
  readonly authorizer_access_token?: string | undefined
  readonly authorizer_refresh_token?: string | undefined
  readonly expires_in?: number | undefined
}

/** What WeChat reports about an account; the fields that have no type here are kept as well. */
export interface AuthorizerProfile {
  /** 昵称; absent for an account that has no name yet. */
  readonly nick_name?: string | undefined
  /** 主体名称. */
  readonly principal_name?: string | undefined
  /** How the account was created: 0 by hand, 2 复用公众号, 6 法人扫脸 (enterprise), 13 试用, 15 and 16 personal, 17 个人交易, 19 试用转正. */
  readonly register_type?: number | undefined
  readonly [field: string]: unknown
}

export interface AuthorizerInfo {
  readonly authorizer_info: AuthorizerProfile
  readonly authorization_info: AuthorizationInfo
}

export interface AuthorizerListed {
  readonly authorizer_appid: string
  /** Empty until an authorization code of the account has been exchanged. */
  readonly refresh_token?: string | undefined
  /** Unix seconds. */
  readonly auth_time?: number | undefined
}

export interface AuthorizerPage {
  readonly total_count: number
  readonly list: readonly AuthorizerListed[]
}

export const nothing = z.pipe(
  z.looseObject({}),
  z.transform((): void => undefined),
)

export const taskCreated: z.ZodMiniType<TaskCreated> = z.looseObject({ taskid: str, authorize_url: z.string() })
const task = (flow: 'enterprise' | 'personal'): z.ZodMiniType<RegistrationState> =>
  z.pipe(
    z.looseObject({ status: int, taskid: optionalStr, authorize_url: optionalStr }),
    z.transform((answer) => ({ ...answer, state: describeTask(flow, answer.status) })),
  )
export const enterpriseTask = task('enterprise')
export const personalTask = task('personal')
export const betaCreated: z.ZodMiniType<BetaCreated> = z.looseObject({ unique_id: str, authorize_url: z.string() })
export const betaVerifyAccepted: z.ZodMiniType<BetaVerifyAccepted> = z.looseObject({
  taskid: optionalStr,
  authorize_url: optionalStr,
})
export const nicknameAccepted: z.ZodMiniType<NicknameAccepted> = z.looseObject({
  audit_id: z.optional(int),
  wording: optionalStr,
})
export const nicknameState: z.ZodMiniType<NicknameState> = z.pipe(
  z.looseObject({
    nickname: str,
    audit_stat: int,
    fail_reason: optionalStr,
    create_time: z.optional(int),
    audit_time: z.optional(int),
  }),
  z.transform((answer) => ({ ...answer, state: describeNickname(answer.audit_stat) })),
)
export const certificationAccepted: z.ZodMiniType<CertificationAccepted> = z.looseObject({
  taskid: str,
  auth_url: optionalStr,
})
export const certificationState: z.ZodMiniType<CertificationState> = z.pipe(
  z.looseObject({
    task_status: int,
    apply_status: z._default(int, 0),
    auth_url: optionalStr,
    orderid: optionalStr,
    appid: optionalStr,
    refill_reason: optionalStr,
    fail_reason: optionalStr,
  }),
  z.transform((answer) => ({ ...answer, state: describeCertification(answer.task_status, answer.apply_status) })),
)
export const material: z.ZodMiniType<Material> = z.looseObject({ mediaid: str, type: optionalStr })

export const componentToken = z.looseObject({ component_access_token: z.string(), expires_in: int })
export const authorizerToken = z.looseObject({
  authorizer_access_token: z.string(),
  expires_in: int,
  authorizer_refresh_token: optionalStr,
})
export const preAuthCode: z.ZodMiniType<PreAuthCode> = z.looseObject({ pre_auth_code: z.string(), expires_in: int })

const funcInfo = z._default(z.array(z.looseObject({ funcscope_category: z.looseObject({ id: int }) })), () => [])
export const grantedAuthorization: z.ZodMiniType<{ readonly authorization_info: GrantedAuthorization }> = z.looseObject(
  {
    authorization_info: z.looseObject({
      authorizer_appid: z.string(),
      authorizer_access_token: optionalStr,
      authorizer_refresh_token: optionalStr,
      expires_in: z.optional(int),
      func_info: funcInfo,
    }),
  },
)
export const authorizerInfo: z.ZodMiniType<AuthorizerInfo> = z.looseObject({
  authorizer_info: z.looseObject({
    nick_name: optionalStr,
    principal_name: optionalStr,
    register_type: z.optional(int),
  }),
  authorization_info: z.looseObject({ authorizer_appid: z.string(), func_info: funcInfo }),
})
export const authorizerPage: z.ZodMiniType<AuthorizerPage> = z.looseObject({
  total_count: int,
  list: z._default(
    z.array(z.looseObject({ authorizer_appid: z.string(), refresh_token: optionalStr, auth_time: z.optional(int) })),
    () => [],
  ),
})
/** For `client.call`: the answer as it is, unchecked. */
export const anyAnswer: z.ZodMiniType<Readonly<Record<string, unknown>>> = z.looseObject({})
