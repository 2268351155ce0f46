import type { StatusEntry } from '@wehook/core'
import * as z from 'zod/mini'
import { describeCertification, describeTask } from './task-states.js'

/**
 * What the APIs answer, with WeChat's own names; fields that are not typed here are kept. Numbers come as text at times and
 * texts as numbers (PROTOCOL §4.9), so both are read as what they mean.
 */
const int = z.pipe(z.union([z.number(), z.string().check(z.regex(/^-?\d+$/))]), z.transform(Number))
const str = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
/** Absent, null and empty are one. */
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

export interface Task {
  readonly status: number
  /** What `status` means in this flow; enterprise and personal number differently. */
  readonly state: StatusEntry
  readonly taskid?: string | undefined
  readonly authorize_url?: string | undefined
}

export interface BetaCreated {
  /** Comes again in the push as `info.unique_id`. */
  readonly unique_id: string
  readonly authorize_url: string
}

/** The names of the new version's fields are unconfirmed (PROTOCOL §4.6), so both may be absent. */
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
  /** What the status that decides means: `task_status` until it is 12, then `apply_status`. */
  readonly state: StatusEntry
  /** Means something only once `task_status` is 12. */
  readonly apply_status: number
  readonly auth_url?: string | undefined
  readonly orderid?: string | undefined
  readonly appid?: string | undefined
  /** Why it was sent back (`apply_status` 3). */
  readonly refill_reason?: string | undefined
  /** Why it failed for good (`apply_status` 5). */
  readonly fail_reason?: string | undefined
}

export interface Material {
  /** `mediaid`, not `media_id`: what the certification fields take. It cannot be turned into a URL. */
  readonly mediaid: string
  readonly type?: string | undefined
}

export interface PreAuthCode {
  readonly pre_auth_code: string
  /** Seconds; trust it rather than the documentation. */
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

export interface AuthorizerInfo {
  readonly authorizer_info: Readonly<Record<string, unknown>>
  readonly authorization_info: AuthorizationInfo
}

export interface AuthorizerListed {
  readonly authorizer_appid: string
  /** Empty until a code was exchanged once (PROTOCOL §5). */
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
const task = (flow: 'enterprise' | 'personal'): z.ZodMiniType<Task> =>
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
  authorizer_info: z.looseObject({}),
  authorization_info: z.looseObject({ authorizer_appid: z.string(), func_info: funcInfo }),
})
export const authorizerPage: z.ZodMiniType<AuthorizerPage> = z.looseObject({
  total_count: int,
  list: z._default(
    z.array(z.looseObject({ authorizer_appid: z.string(), refresh_token: optionalStr, auth_time: z.optional(int) })),
    () => [],
  ),
})
/** For `client.call`: whatever came, without judging it. */
export const anyAnswer: z.ZodMiniType<Readonly<Record<string, unknown>>> = z.looseObject({})
