import * as answers from '../answers.js'
import * as inputs from '../inputs/component.js'
import { type ClientPlatform, componentToken, defineApi, trusted } from './api.js'

const withAppId = <Input extends object>(input: Input, { componentAppId }: ClientPlatform) => ({
  component_appid: componentAppId,
  ...input,
})
const dir = '/cgi-bin/component'

export const componentApis = {
  'component.accessToken': defineApi({
    documented: { name: 'getComponentAccessToken', page: 'ticket-token/api_getcomponentaccesstoken.html' },
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
  'component.startPushTicket': defineApi({
    documented: { name: 'startPushTicket', page: 'ticket-token/api_startpushticket.html' },
    pushes: ['component_verify_ticket'],
    path: `${dir}/api_start_push_ticket`,
    token: 'none',
    input: inputs.noInput,
    // This API names the secret component_secret; the one above names it component_appsecret.
    toBody: (_, { componentAppId, componentAppSecret }) => ({
      component_appid: componentAppId,
      component_secret: componentAppSecret,
    }),
    answer: answers.nothing,
    repeatable: true,
  }),
  'component.preAuthCode': defineApi({
    documented: { name: 'getPreAuthCode', page: 'ticket-token/api_getpreauthcode.html' },
    pushes: ['authorized', 'updateauthorized'],
    ...componentToken,
    path: `${dir}/api_create_preauthcode`,
    input: inputs.noInput,
    toBody: withAppId,
    answer: answers.preAuthCode,
    repeatable: true,
  }),
  // Not repeatable, because a code works once. When the answer is lost, the client reads the refresh token from the list of authorizers.
  'component.queryAuth': defineApi({
    documented: { name: 'getAuthorizerRefreshToken', page: 'ticket-token/api_getauthorizerrefreshtoken.html' },
    ...componentToken,
    path: `${dir}/api_query_auth`,
    input: inputs.queryAuthInput,
    toBody: withAppId,
    answer: answers.grantedAuthorization,
  }),
  'component.authorizerToken': defineApi({
    documented: { name: 'getAuthorizerAccessToken', page: 'ticket-token/api_getauthorizeraccesstoken.html' },
    ...componentToken,
    path: `${dir}/api_authorizer_token`,
    input: trusted<{ readonly authorizer_appid: string; readonly authorizer_refresh_token: string }>(),
    toBody: withAppId,
    answer: answers.authorizerToken,
    repeatable: true,
  }),
  'component.authorizerInfo': defineApi({
    documented: { name: 'getAuthorizerInfo', page: 'authorization-management/api_getauthorizerinfo.html' },
    ...componentToken,
    path: `${dir}/api_get_authorizer_info`,
    input: inputs.authorizerInfoInput,
    toBody: withAppId,
    answer: answers.authorizerInfo,
    repeatable: true,
  }),
  'component.authorizers': defineApi({
    documented: { name: 'getAuthorizerList', page: 'authorization-management/api_getauthorizerlist.html' },
    ...componentToken,
    path: `${dir}/api_get_authorizer_list`,
    input: inputs.authorizersInput,
    toBody: (input, platform) => withAppId({ offset: input.offset ?? 0, count: input.count ?? 500 }, platform),
    answer: answers.authorizerPage,
    repeatable: true,
  }),
} as const
