import type * as z from 'zod/mini'
import * as answers from './answers.js'
import { betaErrors, nicknameErrors, verifyErrors, verifyLegacyErrors } from './errors/beta.js'
import { certificationErrors, certificationQueryErrors, materialErrors } from './errors/certification.js'
import { enterpriseErrors, enterpriseLegacyErrors, personalErrors } from './errors/registration.js'
import type { ErrorTable } from './errors/row.js'
import { identityTree } from './identity-tree.js'
import * as beta from './inputs/beta.js'
import * as certification from './inputs/certification.js'
import * as component from './inputs/component.js'
import * as registration from './inputs/registration.js'
import type { ClientPlatform } from './request.js'

/** One API of WeChat: everything that the client does follows from its row. */
export interface Api<Input, Output> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Whose token it takes (PROTOCOL §4.0). */
  readonly token: 'none' | 'component' | 'authorizer'
  readonly tokenParameter?: 'access_token' | 'component_access_token'
  readonly input: z.ZodMiniType<Input>
  /** The body for an input; absent: none is sent. */
  readonly toBody?: (input: Input, platform: ClientPlatform) => object
  readonly answer: z.ZodMiniType<Output>
  readonly errors: ErrorTable
  /** May it be sent twice without harm? A query and a token call may, a create never. */
  readonly repeatable: boolean
  /** When WeChat retired it (PROTOCOL §0.1). */
  readonly retiredOn?: string
}

type Row<Input, Output> = Omit<Api<Input, Output>, 'method' | 'errors' | 'repeatable'> &
  Partial<Pick<Api<Input, Output>, 'method' | 'errors' | 'repeatable'>>

const api = <Input, Output>(row: Row<Input, Output>): Api<Input, Output> => ({
  method: 'POST',
  errors: {},
  repeatable: false,
  ...row,
})

const withAppId = <Input extends object>(input: Input, { componentAppId }: ClientPlatform) => ({
  component_appid: componentAppId,
  ...input,
})
const asComponent = { token: 'component', tokenParameter: 'component_access_token' } as const
const newVersion = (input: object) => ({ ...input, new_version: true })
const itself = (input: object) => input
const trusted = <Input>() => answers.anyAnswer as unknown as z.ZodMiniType<Input>

/** PROTOCOL §4.8: a provider who pays still has to say that there is no invoice. */
const authData = (input: certification.CertificationSubmitInput | certification.CertificationResubmitInput) => ({
  auth_data: input.pay_type === 1 ? { ...input, invoice_info: input.invoice_info ?? { invoice_type: 1 } } : input,
})

const dir = '/cgi-bin/component'
const retired = '2026-04-30'

export const apis = {
  // PROTOCOL §4.1
  'component.accessToken': api({
    path: `${dir}/api_component_token`,
    token: 'none',
    input: trusted<{ readonly component_verify_ticket: string }>(),
    toBody: (input, { componentAppId, componentAppSecret }) => ({
      component_appid: componentAppId,
      component_appsecret: componentAppSecret,
      ...input,
    }),
    answer: answers.componentToken,
    repeatable: true,
  }),
  'component.startPushTicket': api({
    path: `${dir}/api_start_push_ticket`,
    token: 'none',
    input: component.noInput,
    // component_secret here, component_appsecret above.
    toBody: (_, { componentAppId, componentAppSecret }) => ({
      component_appid: componentAppId,
      component_secret: componentAppSecret,
    }),
    answer: answers.nothing,
    repeatable: true,
  }),
  'component.preAuthCode': api({
    ...asComponent,
    path: `${dir}/api_create_preauthcode`,
    input: component.noInput,
    toBody: withAppId,
    answer: answers.preAuthCode,
    repeatable: true,
  }),
  // A code works once: a lost answer is mended by the authorizer list, not by asking again.
  'component.queryAuth': api({
    ...asComponent,
    path: `${dir}/api_query_auth`,
    input: component.queryAuthInput,
    toBody: withAppId,
    answer: answers.grantedAuthorization,
  }),
  'component.authorizerToken': api({
    ...asComponent,
    path: `${dir}/api_authorizer_token`,
    input: trusted<{ readonly authorizer_appid: string; readonly authorizer_refresh_token: string }>(),
    toBody: withAppId,
    answer: answers.authorizerToken,
    repeatable: true,
  }),
  'component.authorizerInfo': api({
    ...asComponent,
    path: `${dir}/api_get_authorizer_info`,
    input: component.authorizerInfoInput,
    toBody: withAppId,
    answer: answers.authorizerInfo,
    repeatable: true,
  }),
  'component.authorizers': api({
    ...asComponent,
    path: `${dir}/api_get_authorizer_list`,
    input: component.authorizersInput,
    toBody: (input, platform) => withAppId({ offset: input.offset ?? 0, count: input.count ?? 500 }, platform),
    answer: answers.authorizerPage,
    repeatable: true,
  }),

  // PROTOCOL §4.3
  'registration.enterprise.create': api({
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'create' },
    token: 'component',
    input: registration.enterpriseCreateInput,
    toBody: newVersion,
    answer: answers.taskCreated,
    errors: enterpriseErrors,
  }),
  'registration.enterprise.query': api({
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'query' },
    token: 'component',
    input: registration.taskQueryInput,
    toBody: newVersion,
    answer: answers.enterpriseTask,
    errors: enterpriseErrors,
    repeatable: true,
  }),
  // PROTOCOL §4.2, seed 001
  'registration.enterpriseLegacy.create': api({
    ...asComponent,
    path: `${dir}/fastregisterweapp`,
    query: { action: 'create' },
    input: registration.enterpriseLegacyCreateInput,
    toBody: itself,
    answer: answers.nothing,
    errors: enterpriseLegacyErrors,
    retiredOn: retired,
  }),
  'registration.enterpriseLegacy.search': api({
    ...asComponent,
    path: `${dir}/fastregisterweapp`,
    query: { action: 'search' },
    input: registration.enterpriseLegacySearchInput,
    toBody: itself,
    answer: answers.nothing,
    errors: enterpriseLegacyErrors,
    repeatable: true,
    retiredOn: retired,
  }),
  // PROTOCOL §4.4
  'registration.personal.create': api({
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'create' },
    token: 'component',
    input: registration.personalCreateInput,
    toBody: newVersion,
    answer: answers.taskCreated,
    errors: personalErrors,
  }),
  'registration.personal.query': api({
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'query' },
    token: 'component',
    input: registration.taskQueryInput,
    toBody: newVersion,
    answer: answers.personalTask,
    errors: personalErrors,
    repeatable: true,
  }),
  // PROTOCOL §4.5
  'registration.beta.create': api({
    path: '/wxa/component/fastregisterbetaweapp',
    token: 'component',
    input: registration.betaCreateInput,
    toBody: itself,
    answer: answers.betaCreated,
    errors: betaErrors,
  }),

  // PROTOCOL §4.6. Whether new_version belongs inside verify_info or beside it is unconfirmed: it stands in both places.
  'beta.verify': api({
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    input: beta.betaVerifyInput,
    toBody: (input) => newVersion({ verify_info: newVersion(input) }),
    answer: answers.betaVerifyAccepted,
    errors: verifyErrors,
  }),
  // Seed 000
  'beta.verifyLegacy': api({
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    input: beta.betaVerifyLegacyInput,
    toBody: (input) => ({ verify_info: input }),
    answer: answers.nothing,
    errors: verifyLegacyErrors,
    retiredOn: retired,
  }),
  // PROTOCOL §4.7
  'beta.setNickname': api({
    path: '/wxa/setbetaweappnickname',
    token: 'authorizer',
    input: beta.betaNicknameInput,
    toBody: itself,
    answer: answers.nothing,
    errors: nicknameErrors,
  }),

  // PROTOCOL §4.8
  'certification.submit': api({
    path: '/wxa/sec/wxaauth',
    token: 'authorizer',
    input: certification.certificationSubmitInput,
    toBody: authData,
    answer: answers.certificationAccepted,
    errors: certificationErrors,
  }),
  // Seed 002, whose sample names the path of submit by mistake.
  'certification.resubmit': api({
    path: '/wxa/sec/reauth',
    token: 'authorizer',
    input: certification.certificationResubmitInput,
    toBody: authData,
    answer: answers.certificationAccepted,
    errors: certificationErrors,
  }),
  // PROTOCOL §4.9
  'certification.query': api({
    path: '/wxa/sec/queryauth',
    token: 'authorizer',
    input: registration.taskQueryInput,
    toBody: itself,
    answer: answers.certificationState,
    errors: certificationQueryErrors,
    repeatable: true,
  }),
  'certification.uploadMaterial': api({
    path: '/wxa/sec/uploadauthmaterial',
    token: 'authorizer',
    input: trusted<FormData>(),
    toBody: itself,
    answer: answers.material,
    errors: materialErrors,
  }),
  'certification.identityTree': api({
    method: 'GET',
    path: '/wxa/sec/authidentitytree',
    token: 'authorizer',
    input: component.noInput,
    answer: identityTree,
    repeatable: true,
  }),
} as const

export type ApiName = keyof typeof apis
export type InputOf<Name extends ApiName> = (typeof apis)[Name] extends Api<infer Input, unknown> ? Input : never
export type OutputOf<Name extends ApiName> =
  (typeof apis)[Name]['answer'] extends z.ZodMiniType<infer Output> ? Output : never
