import type { Administrator } from '../administrator.js'
import { button, html, type PageAnswer, type PageContext, page } from './html.js'
import { texts } from './texts.js'

/** The path of WeChat's authorization page, on mp.weixin.qq.com. */
export const authorizationPath = '/cgi-bin/componentloginpage'

type Query = Readonly<Record<string, string>>

export function authorizationPage(query: Query, context: PageContext): PageAnswer {
  const { say } = context
  const action = `${authorizationPath}?${new URLSearchParams(query)}`
  const body = html`<p><code>${query['component_appid'] ?? ''}</code></p><p>${button({ action, label: say(texts.authorize) })}</p>`
  return page(context, action, say(texts.authorization), body)
}

/** The administrator agrees: the browser is redirected to redirect_uri with the auth code. */
export async function authorizeOnPage(
  query: Query,
  administrator: Administrator,
  context: PageContext,
): Promise<PageAnswer> {
  const { pre_auth_code: preAuthCode, redirect_uri: redirectUri } = query
  const { auth_code, expires_in } = await administrator.authorizes(preAuthCode === undefined ? {} : { preAuthCode })
  if (redirectUri !== undefined && URL.canParse(redirectUri)) {
    const url = new URL(redirectUri)
    url.searchParams.set('auth_code', auth_code)
    url.searchParams.set('expires_in', String(expires_in))
    return { status: 303, location: url.href }
  }
  const body = html`<p>${context.say(texts.authorized)} <code>${auth_code}</code></p>`
  return page(context, authorizationPath, context.say(texts.authorization), body)
}
