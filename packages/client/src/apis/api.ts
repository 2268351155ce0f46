import type { InfoType } from '@wehook/core'
import type * as z from 'zod/mini'
import { anyAnswer } from '../answers.js'
import type { ErrorTable } from '../errors/row.js'

/** The settings of the platform that the APIs need. */
export interface ClientPlatform {
  readonly componentAppId: string
  readonly componentAppSecret: string
}

/** Where WeChat's documentation of an API is: a page of https://developers.weixin.qq.com/doc/oplatform/openApi/. */
export interface ApiPage {
  /** 接口英文名. */
  readonly name: string
  /** Relative to {@link pagesUrl}. */
  readonly page: string
}

/** WeChat's documentation of the Open Platform's APIs. */
export const pagesUrl = 'https://developers.weixin.qq.com/doc/oplatform/openApi/'

/** One API of WeChat. The client has no other code for an API than this row. */
export interface Api<Input, Output> {
  readonly documented: ApiPage
  /** The ids of the permission sets (权限集) of which an authorizer has to grant one; empty: none. */
  readonly permissionSets: readonly number[]
  /** The InfoTypes or events by which the result comes. */
  readonly pushes: readonly (InfoType | 'wxa_nickname_audit')[]
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Whose token it takes. */
  readonly token: 'none' | 'component' | 'authorizer'
  readonly tokenParameter?: 'access_token' | 'component_access_token'
  readonly input: z.ZodMiniType<Input>
  /** The body for an input; absent: none is sent. */
  readonly toBody?: (input: Input, platform: ClientPlatform) => object
  readonly answer: z.ZodMiniType<Output>
  readonly errors: ErrorTable
  /** May it be sent twice without harm? A query and a token call may, a call that creates something never. */
  readonly repeatable: boolean
  /** The day on which WeChat retired it. */
  readonly retiredOn?: string
}

type Defaults = 'method' | 'errors' | 'repeatable' | 'permissionSets' | 'pushes'
type Row<Input, Output> = Omit<Api<Input, Output>, Defaults> & Partial<Pick<Api<Input, Output>, Defaults>>

/** A row with its defaults: POST, no error table of its own, not repeatable, no permission set, no push. */
export const defineApi = <Input, Output>(row: Row<Input, Output>): Api<Input, Output> => ({
  method: 'POST',
  errors: {},
  permissionSets: [],
  pushes: [],
  repeatable: false,
  ...row,
})

/** For APIs whose query parameter for the component token has the older name. */
export const componentToken = { token: 'component', tokenParameter: 'component_access_token' } as const

/** The input is the body. */
export const itself = (input: object) => input

/** The version of the call in which WeChat sends the person no message itself; current since 2026-04-30. */
export const newVersion = (input: object) => ({ ...input, new_version: true })

/** An input that the client itself makes, so there is nothing to check. */
export const trusted = <Input>() => anyAnswer as unknown as z.ZodMiniType<Input>

/** The day on which WeChat retired the versions of the calls in which it sent the legal person a message itself. */
export const retiredOn = '2026-04-30'
