import type * as z from 'zod/mini'
import { anyAnswer } from '../answers.js'
import type { ErrorTable } from '../errors/row.js'

/** The platform as the APIs want to know it. */
export interface ClientPlatform {
  readonly componentAppId: string
  readonly componentAppSecret: string
}

/** One API of WeChat: everything that the client does follows from its row. */
export interface Api<Input, Output> {
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
  /** May it be sent twice without harm? A query and a token call may, a create never. */
  readonly repeatable: boolean
  /** The day on which WeChat retired it. */
  readonly retiredOn?: string
}

type Row<Input, Output> = Omit<Api<Input, Output>, 'method' | 'errors' | 'repeatable'> &
  Partial<Pick<Api<Input, Output>, 'method' | 'errors' | 'repeatable'>>

/** A row with its defaults: POST, no error table of its own, not repeatable. */
export const defineApi = <Input, Output>(row: Row<Input, Output>): Api<Input, Output> => ({
  method: 'POST',
  errors: {},
  repeatable: false,
  ...row,
})

/** For APIs that take the component token under its older name. */
export const componentToken = { token: 'component', tokenParameter: 'component_access_token' } as const

/** The input is the body. */
export const itself = (input: object) => input

/** The form without WeChat's own messages to the person, current since 2026-04-30. */
export const newVersion = (input: object) => ({ ...input, new_version: true })

/** An input that the client itself makes, so there is nothing to check. */
export const trusted = <Input>() => anyAnswer as unknown as z.ZodMiniType<Input>

/** The day on which WeChat retired the forms in which it wrote to the legal person itself. */
export const retiredOn = '2026-04-30'
