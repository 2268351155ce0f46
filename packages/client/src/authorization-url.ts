import type { AuthorizationUrlInput } from './inputs/component.js'

/**
 * The page on which an administrator authorizes the platform: on a desktop it shows a QR code, the mobile link is opened inside
 * WeChat. Source: 授权流程技术说明 of the Open Platform's documentation (步骤 2).
 */
export function toAuthorizationUrl(
  input: AuthorizationUrlInput & { readonly pre_auth_code: string },
  componentAppId: string,
): string {
  const query = new URLSearchParams({
    ...(input.device === 'mobile' ? { action: 'bindcomponent', no_scan: '1' } : {}),
    component_appid: componentAppId,
    pre_auth_code: input.pre_auth_code,
    redirect_uri: input.redirect_uri,
    auth_type: String(input.auth_type ?? 3),
    ...(input.biz_appid === undefined ? {} : { biz_appid: input.biz_appid }),
  })
  return input.device === 'mobile'
    ? `https://open.weixin.qq.com/wxaopen/safe/bindcomponent?${query}#wechat_redirect`
    : `https://mp.weixin.qq.com/cgi-bin/componentloginpage?${query}`
}
