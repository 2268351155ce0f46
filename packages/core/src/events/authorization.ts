import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, identifier, optional, text, time } from './fields.js'

const authorizer = {
  AuthorizerAppid: identifier('授权方 appid', 'The appid of the authorizer'),
}

const authorization = fields({
  ...authorizer,
  AuthorizationCode: identifier('授权码，只能使用一次', 'The authorization code, which can be exchanged once'),
  AuthorizationCodeExpiredTime: optional(
    time('授权码的过期时间点，不是有效时长', 'When the code expires: a point in time, not a duration'),
  ),
  PreAuthCode: optional(text('预授权码', 'The pre-authorization code with which the authorization was started')),
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/component_verify_ticket.html */
const verifyTicket = defineEvent({
  infoType: 'component_verify_ticket',
  title: bilingual('验证票据', 'Verify ticket'),
  when: bilingual(
    '第三方平台创建审核通过后，大约每 10 分钟推送一次；票据有效期 12 小时。',
    'About every 10 minutes once the platform has passed its creation review. A ticket is valid for 12 hours.',
  ),
  todo: bilingual(
    '完整保存最新的票据，获取 `component_access_token` 时使用。旧票据在到期前仍可使用。',
    'Store the whole latest ticket: it is needed to get a `component_access_token`. Older tickets work until they expire.',
  ),
  payload: fields({
    ComponentVerifyTicket: identifier('验证票据，须完整保存', 'The ticket; store the whole text'),
  }),
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const authorized = defineEvent({
  infoType: 'authorized',
  title: bilingual('授权成功', 'Authorized'),
  when: bilingual(
    '商家授权给第三方平台时；快速注册出的小程序也会自动授权并推送。',
    'When an account authorizes the platform; also for a mini program created by quick registration, which authorizes the platform automatically.',
  ),
  todo: bilingual(
    '立即用授权码换取授权信息，且只换一次：授权码有效期一小时，跳转回调中可能带有同一次授权的授权码。本事件与注册结果事件的到达顺序不固定，请按 appid 关联。',
    'Exchange the code at once, and only once: it is valid for an hour, and the redirect may carry a code of the same authorization. The event may come before or after the result of a registration: match the two by appid.',
  ),
  payload: authorization,
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const updateAuthorized = defineEvent({
  infoType: 'updateauthorized',
  title: bilingual('更新授权', 'Authorization updated'),
  when: bilingual(
    '已授权的账号改变所授权限集时；权限集没有变化则不推送。',
    'When an account changes the permission sets that it grants; not pushed when they stay the same.',
  ),
  todo: bilingual(
    '用新的授权码换取授权信息并覆盖旧的：重新授权后旧 `refresh_token` 失效。',
    'Exchange the new code and replace the stored tokens: re-authorization invalidates the old refresh token.',
  ),
  payload: authorization,
})

/** The push carries no authorization code. https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const unauthorized = defineEvent({
  infoType: 'unauthorized',
  title: bilingual('取消授权', 'Authorization cancelled'),
  when: bilingual('商家取消对第三方平台的授权时。', 'When an account withdraws its authorization.'),
  todo: bilingual(
    '删除该账号的令牌，停止代其调用接口。本事件不含授权码。',
    'Delete the tokens of this account and stop making calls on its behalf. The push has no authorization code.',
  ),
  payload: fields(authorizer),
})

export const authorizationEvents = [verifyTicket, authorized, updateAuthorized, unauthorized] as const
