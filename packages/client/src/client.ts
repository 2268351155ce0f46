import type { Emitter } from '@wehook/core'
import { type Accounts, createAccounts } from './accounts.js'
import { type AnyCall, callAny } from './any-call.js'
import type { ApiName, InputOf } from './apis/index.js'
import { checkApiInput } from './apis/request.js'
import { type Authorizer, createAuthorizer } from './authorizer.js'
import { type Component, createComponent } from './component.js'
import { createConnection } from './connection.js'
import { type ClientOptions, toSettings } from './options.js'
import { createRegistration, type Registration } from './registration.js'
import { texts } from './texts.js'
import type { ClientSignals } from './tokens/dropped.js'
import { type Followed, follow } from './tokens/follow.js'
import { ticketKey } from './tokens/keys.js'

export interface Client {
  /** The platform that this client calls for. */
  readonly componentAppId: string
  /**
   * Stores the tickets that the receiver gets, exchanges each authorization code at most once, and removes the tokens of an account on `unauthorized`. Returns a function that ends this.
   * Without it the host must store tickets itself.
   */
  follow(receiver: Followed): () => void
  /** `dropped`: a code or a withdrawal was ignored because something newer of the account is stored. It is logged as well. */
  readonly signals: Pick<Emitter<ClientSignals>, 'on' | 'off'>
  readonly registration: Registration
  readonly component: Component
  /** Calls on behalf of an account that authorized the platform. */
  authorizer(appid: string): Authorizer
  /** Accounts with the ages of their tokens, never a token: for the console. */
  readonly accounts: Accounts
  /** Unix ms of the newest stored ticket, by WeChat's clock; `undefined` when none is stored. For `createHealth`. */
  ticketAt(): Promise<number | undefined>
  /**
   * Checks an input by WeChat's documentation, as the call does, and sends nothing.
   *
   * @throws ERR_API_INPUT with every field that breaks a rule
   * @example
   * client.checkInput('registration.enterprise.create', { name, code, component_phone })
   */
  checkInput<Name extends ApiName>(api: Name, input: InputOf<Name>): void
  /** Any other API, with the same tokens, errors and timeouts; resolves with the answer without errcode and errmsg. A number too long for JavaScript is text. */
  call<Answer extends object = Readonly<Record<string, unknown>>>(path: string, options: AnyCall): Promise<Answer>
}

/**
 * A typed client of the Open Platform's APIs for registration, beta conversion and certification.
 *
 * Calls throw ERR_API_INPUT (a rule was broken, nothing was sent), ERR_API ({@link WechatApiError}), ERR_API_TIMEOUT,
 * ERR_API_TRANSPORT, ERR_TOKEN_UNAVAILABLE.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const client = createClient({ componentAppId, componentAppSecret, tokens: storage.tokens })
 * client.follow(receiver)
 * const { authorize_url } = await client.registration.enterprise.create({ name, code, component_phone })
 */
export function createClient(options: ClientOptions): Client {
  const settings = toSettings(options)
  const connection = createConnection(settings)
  const { records, authCodes, report } = connection
  const { componentAppId } = settings.platform
  const component = createComponent(connection)
  const warnMemoryTokens = once(() => settings.log.warn({}, texts.memoryTokens))
  return {
    componentAppId,
    follow(receiver) {
      if (settings.hasMemoryTokens) warnMemoryTokens()
      return follow(receiver, { componentAppId, records, authCodes, report })
    },
    signals: connection.signals,
    registration: createRegistration(connection),
    component,
    authorizer: (appid) => createAuthorizer(connection, appid),
    accounts: createAccounts({
      ...{ componentAppId, records },
      readPage: (page) => component.authorizers(page),
      readInfo: (input) => component.authorizerInfo(input),
    }),
    ticketAt: async () => (await records.read(ticketKey(componentAppId)))?.asOf,
    checkInput: (api, input) => void checkApiInput(api, input),
    call: <Answer extends object>(path: string, call: AnyCall) => callAny(connection, path, call) as Promise<Answer>,
  }
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}
