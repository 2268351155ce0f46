import { createSimulatedPlatform, type SimulatedPlatform, type SimulatedPlatformOptions } from '@wehook/simulator'

export type Json = Readonly<Record<string, unknown>>

/** A platform and raw calls to it, without a client between that would refuse bad ones first. */
export interface Weixin {
  readonly platform: SimulatedPlatform
  /** POST of JSON; `token` is put into the query. */
  post(path: string, body: unknown, token?: string): Promise<Json>
  send(path: string, init: RequestInit): Promise<Json>
  componentToken(): Promise<string>
  /** A token of an account that has authorized the platform. */
  authorizerToken(account?: Parameters<SimulatedPlatform['addAuthorizer']>[0]): Promise<string>
}

export async function createWeixin(options: SimulatedPlatformOptions = {}): Promise<Weixin> {
  const platform = await createSimulatedPlatform({ tickets: false, ...options })
  const { componentAppId, componentAppSecret } = platform.clientOptions
  let component: string | undefined

  async function send(path: string, init: RequestInit): Promise<Json> {
    const response = await fetch(`${platform.baseUrl}${path}`, init)
    return (await response.json()) as Json
  }
  function post(path: string, body: unknown, token?: string): Promise<Json> {
    const query = token === undefined ? '' : `${path.includes('?') ? '&' : '?'}access_token=${token}`
    return send(`${path}${query}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
  }
  async function componentToken(): Promise<string> {
    if (component) return component
    await platform.pushTicket()
    const pushed = platform.pushes.at(-1)?.fields as { ComponentVerifyTicket: string }
    const answer = await post('/cgi-bin/component/api_component_token', {
      component_appid: componentAppId,
      component_appsecret: componentAppSecret,
      component_verify_ticket: pushed.ComponentVerifyTicket,
    })
    component = String(answer['component_access_token'])
    return component
  }
  return {
    platform,
    post,
    send,
    componentToken,
    async authorizerToken(account) {
      const { authCode } = platform.addAuthorizer(account)
      const token = await componentToken()
      const answer = await post(
        '/cgi-bin/component/api_query_auth',
        { component_appid: componentAppId, authorization_code: authCode },
        token,
      )
      return (answer['authorization_info'] as { authorizer_access_token: string }).authorizer_access_token
    },
  }
}
