import { type ApiName, apis, type InputOf, type OutputOf } from './apis/index.js'
import { checkApiInput, toRequest } from './apis/request.js'
import { type CallOptions, createSend } from './http/send.js'
import { createTransport } from './http/transport.js'
import { type Call, createCall, type TokenSource } from './http/with-token.js'
import type { ClientSettings } from './options.js'
import { texts } from './texts.js'
import { type AuthCodes, createAuthCodes } from './tokens/auth-codes.js'
import { createAuthorizerList } from './tokens/authorizer-list.js'
import { createAuthorizerTokens } from './tokens/authorizer-token.js'
import { createComponentToken } from './tokens/component-token.js'
import { createDroppedReport, type DroppedReport } from './tokens/dropped.js'
import { createRecords, type Records } from './tokens/records.js'
import { createObtain } from './tokens/renewal.js'

/** What the methods of a client share. */
export interface Connection {
  readonly settings: ClientSettings
  readonly records: Records
  readonly authCodes: AuthCodes
  readonly signals: DroppedReport['signals']
  readonly report: DroppedReport['report']
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
  const { platform, now, log, timeoutMs } = settings
  const records = createRecords(settings.tokens)
  const transport = createTransport(settings)
  const { repeatDelayMs } = settings
  const send = createSend(transport, { repeatDelayMs, forTokens: false })
  const sendForTokens = createSend(transport, { repeatDelayMs, forTokens: true })
  const obtain = createObtain({ records, now, log })
  const { signals, report } = createDroppedReport(log)

  const componentToken = createComponentToken({ platform, records, obtain, send: sendForTokens, now })
  const call = createCall(send, componentToken, timeoutMs)
  const callForTokens = createCall(sendForTokens, componentToken, timeoutMs)
  const findAuthorization = createAuthorizerList(platform, callForTokens)
  const authCodes = createAuthCodes({ platform, records, call, findAuthorization, now, report })
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
    signals,
    report,
    componentToken,
    authorizerToken,
    callPlain: send,
    callComponent: call,
    callAuthorizer: (appid) => createCall(send, authorizerToken(appid), timeoutMs),
    async invoke(through, name, input, options) {
      warnRetired(name)
      return through(toRequest(name, checkApiInput(name, input), platform, options))
    },
  }
}

function createRetiredWarning({ log }: ClientSettings): (name: ApiName) => void {
  const warned = new Set<ApiName>()
  return (name) => {
    const { retiredOn } = apis[name]
    if (retiredOn === undefined || warned.has(name)) return
    warned.add(name)
    log.warn({ api: name, retiredOn }, texts.retired(name, retiredOn))
  }
}
