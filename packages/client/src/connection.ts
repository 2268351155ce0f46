import { type ApiName, apis, type InputOf, type OutputOf } from './apis/index.js'
import { checkApiInput, toRequest } from './apis/request.js'
import { type CallOptions, createSend } from './http/send.js'
import { createTransport } from './http/transport.js'
import { type Call, createCall, type TokenSource } from './http/with-token.js'
import type { ClientSettings } from './options.js'
import { type AuthCodes, createAuthCodes } from './tokens/auth-codes.js'
import { createAuthorizerList } from './tokens/authorizer-list.js'
import { createAuthorizerTokens } from './tokens/authorizer-token.js'
import { createComponentToken } from './tokens/component-token.js'
import { createRecords, type Records } from './tokens/records.js'
import { createObtain } from './tokens/renewal.js'

/** Everything that stands behind the methods of a client. */
export interface Connection {
  readonly settings: ClientSettings
  readonly records: Records
  readonly authCodes: AuthCodes
  readonly componentToken: TokenSource
  readonly authorizerToken: (appid: string) => TokenSource
  /** Without a token. */
  readonly callPlain: Call
  readonly callComponent: Call
  readonly callAuthorizer: (appid: string) => Call
  /** Checks an input and sends it; warns once of an API that WeChat retired. */
  invoke<Name extends ApiName>(
    call: Call,
    name: Name,
    input: InputOf<Name>,
    options: CallOptions | undefined,
  ): Promise<OutputOf<Name>>
}

export function createConnection(settings: ClientSettings): Connection {
  const { platform, now } = settings
  const records = createRecords(settings.tokens)
  const transport = createTransport(settings)
  const { repeatDelayMs } = settings
  const send = createSend(transport, { repeatDelayMs, forTokens: false })
  const sendForTokens = createSend(transport, { repeatDelayMs, forTokens: true })
  const obtain = createObtain(records, now)

  const componentToken = createComponentToken({ platform, records, obtain, send: sendForTokens, now })
  const call = createCall(send, componentToken)
  const callForTokens = createCall(sendForTokens, componentToken)
  const findAuthorization = createAuthorizerList(platform, callForTokens)
  const authCodes = createAuthCodes({ platform, records, call, findAuthorization, now })
  const { whenExchanged } = authCodes
  const authorizerToken = createAuthorizerTokens({
    platform,
    records,
    obtain,
    call: callForTokens,
    findAuthorization,
    whenExchanged,
    now,
  })

  const warnRetired = createRetiredWarning(settings)
  return {
    settings,
    records,
    authCodes,
    componentToken,
    authorizerToken,
    callPlain: send,
    callComponent: call,
    callAuthorizer: (appid) => createCall(send, authorizerToken(appid)),
    async invoke(through, name, input, options) {
      warnRetired(name)
      return through(toRequest(name, checkApiInput(name, input), platform, options))
    },
  }
}

function createRetiredWarning({ logger }: ClientSettings): (name: ApiName) => void {
  const warned = new Set<ApiName>()
  return (name) => {
    const { retiredOn } = apis[name]
    if (retiredOn === undefined || warned.has(name)) return
    warned.add(name)
    logger.warn(
      { api: name, retiredOn },
      `${name}: WeChat retired this API on ${retiredOn} (接口已于 ${retiredOn} 下线); use the current one`,
    )
  }
}
