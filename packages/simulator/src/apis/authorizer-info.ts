import type { Authorizer } from '../authorizer.js'

export function funcInfo(permissions: readonly number[]): readonly object[] {
  return permissions.map((id) => ({ funcscope_category: { id } }))
}

/** The answer of api_get_authorizer_info for a mini program. */
export function authorizerInfo(authorizer: Authorizer): object {
  return {
    authorizer_info: {
      nick_name: authorizer.nickName,
      head_img: 'http://wx.qlogo.cn/simulated/0',
      service_type_info: { id: authorizer.registerType === 13 ? 12 : 0 },
      verify_type_info: { id: authorizer.isCertified ? 0 : -1 },
      user_name: authorizer.userName,
      alias: '',
      qrcode_url: 'http://mmbiz.qpic.cn/simulated/0',
      business_info: { open_pay: 0, open_shake: 0, open_scan: 0, open_card: 0, open_store: 0 },
      idc: 1,
      principal_name: authorizer.principalName,
      signature: '',
      MiniProgramInfo: { network: { RequestDomain: [] }, categories: [], visit_status: 0 },
      register_type: authorizer.registerType,
      account_status: 1,
      basic_config: { is_phone_configured: true, is_email_configured: true },
    },
    authorization_info: {
      authorizer_appid: authorizer.appid,
      authorizer_refresh_token: authorizer.hasExchanged ? authorizer.refreshToken : '',
      func_info: funcInfo(authorizer.permissions),
    },
  }
}
