import type { AuthorizationInfo, AuthorizerInfo, AuthorizerListed, AuthorizerPage, PreAuthCode } from './answers.js'
import { checkCallOptions } from './apis/request.js'
import { toAuthorizationUrl } from './authorization-url.js'
import { listAuthorizers } from './authorizer-pages.js'
import type { Connection } from './connection.js'
import { ApiCallError } from './errors/call-error.js'
import type { CallOptions } from './http/send.js'
import { tokenWithin } from './http/with-token.js'
import { within } from './http/within.js'
import { checkInput } from './inputs/check.js'
import {
  type AuthorizationUrlInput,
  type AuthorizerInfoInput,
  type AuthorizersInput,
  authorizationUrlInput,
  type QueryAuthInput,
  queryAuthInput,
} from './inputs/component.js'
import { texts } from './texts.js'

/** Calls of the platform itself. */
export interface Component {
  /**
   * The component token, refreshed if needed.
   *
   * @throws ERR_TOKEN_UNAVAILABLE while there is no ticket
   */
  accessToken(options?: CallOptions): Promise<string>
  /** A code for one authorization page. */
  preAuthCode(options?: CallOptions): Promise<PreAuthCode>
  /** The page on which an administrator authorizes the platform; fetches a `pre_auth_code` unless one is given. */
  authorizationUrl(input: AuthorizationUrlInput, options?: CallOptions): Promise<string>
  /**
   * Exchanges the code of a redirect and stores the tokens. A code that a push has brought before is not exchanged again;
   * then `func_info` may be empty.
   */
  queryAuth(input: QueryAuthInput, options?: CallOptions): Promise<{ readonly authorization_info: AuthorizationInfo }>
  /** Name, pictures, categories and permission sets of an authorizer. */
  authorizerInfo(input: AuthorizerInfoInput, options?: CallOptions): Promise<AuthorizerInfo>
  /** One page of all authorizers, 500 unless `count` says less. */
  authorizers(input?: AuthorizersInput, options?: CallOptions): Promise<AuthorizerPage>
  /** All authorizers, read in pages of 500; `options` apply to each page. */
  allAuthorizers(options?: CallOptions): AsyncIterable<AuthorizerListed>
  /** Asks WeChat to push tickets again; the next one comes within ten minutes. */
  startPushTicket(options?: CallOptions): Promise<void>
}

export function createComponent(connection: Connection): Component {
  const { invoke, authCodes, callComponent: call, settings } = connection
  const preAuthCode = (options?: CallOptions) => invoke(call, 'component.preAuthCode', {}, options)
  return {
    async accessToken(options) {
      checkCallOptions('component.accessToken', options)
      return tokenWithin({ api: 'component.accessToken', options, timeoutMs: settings.timeoutMs }, () =>
        connection.componentToken(),
      )
    },
    preAuthCode,
    async authorizationUrl(input, options) {
      const checked = checkInput('component.authorizationUrl', authorizationUrlInput, input)
      checkCallOptions('component.authorizationUrl', options)
      const pre_auth_code = checked.pre_auth_code ?? (await preAuthCode(options)).pre_auth_code
      return toAuthorizationUrl({ ...checked, pre_auth_code }, settings.platform.componentAppId)
    },
    async queryAuth(input, options) {
      const { authorization_code } = checkInput('component.queryAuth', queryAuthInput, input)
      checkCallOptions('component.queryAuth', options)
      const exchange = () => authCodes.exchange({ code: authorization_code })
      return { authorization_info: await exchangeWithin(options?.timeoutMs ?? settings.timeoutMs, options, exchange) }
    },
    authorizerInfo: (input, options) => invoke(call, 'component.authorizerInfo', input, options),
    authorizers: (input = {}, options) => invoke(call, 'component.authorizers', input, options),
    allAuthorizers: (options) => listAuthorizers((page) => invoke(call, 'component.authorizers', page, options)),
    startPushTicket: (options) => invoke(connection.callPlain, 'component.startPushTicket', {}, options),
  }
}

/** Waits no longer than the call's own limits. The exchange continues after that; a later call with the same code gets its result. */
function exchangeWithin<T>(
  timeoutMs: number,
  options: CallOptions | undefined,
  exchange: () => Promise<T>,
): Promise<T> {
  const api = 'component.queryAuth'
  const late = () =>
    new ApiCallError('ERR_API_TIMEOUT', {
      api,
      sent: true,
      message: texts.noAnswer(api, timeoutMs),
      hint: texts.exchangeGoesOn,
    })
  return within({ timeoutMs, signal: options?.signal, late }, exchange)
}
