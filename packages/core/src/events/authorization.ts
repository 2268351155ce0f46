import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, identifier, optional, text, time } from './fields.js'

const authorizer = {
  AuthorizerAppid: identifier('授权方 appid', 'The appid of the authorizer'),
}

const authorization = fields({
  ...authorizer,
  AuthorizationCode: identifier('授权码，只能使用一次', 'The authorization code, good for one exchange'),
  AuthorizationCodeExpiredTime: optional(
    time('授权码过期的时刻，并非有效时长', 'When the code expires: a moment, not a duration'),
  ),
  PreAuthCode: optional(text('预授权码', 'The pre-authorization code that the authorization began with')),
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
    '整串保存最新的票据：获取 `component_access_token` 时要用。旧票据在到期前仍可使用。',
    'Store the latest ticket whole: `component_access_token` is got with it. Older ones work until they expire.',
  ),
  payload: fields({
    ComponentVerifyTicket: identifier('验证票据，整串保存', 'The ticket, to be stored whole'),
  }),
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const authorized = defineEvent({
  infoType: 'authorized',
  title: bilingual('授权成功', 'Authorized'),
  when: bilingual(
    '商家授权给第三方平台时；快速注册出的小程序也会自动授权并推送。',
    'When an account authorizes the platform; also for a mini program made by quick registration, which is authorized automatically.',
  ),
  todo: bilingual(
    '立即用授权码换取授权信息，只换一次：有效期一小时，跳转回调里可能带着同一次授权的授权码。它与注册结果事件的先后不定，请按 appid 合并。',
    'Exchange the code at once and only once: it lives an hour, and the redirect may bring a code of the same authorization. It may come before or after the result of a registration: merge on the appid.',
  ),
  payload: authorization,
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const updateAuthorized = defineEvent({
  infoType: 'updateauthorized',
  title: bilingual('更新授权', 'Authorization updated'),
  when: bilingual(
    '已授权的账号改变所授权限集时；权限集没有变化则不推送。',
    'When an authorizer changes the permission sets it grants; not pushed when they stay the same.',
  ),
  todo: bilingual(
    '用新的授权码换取授权信息并覆盖旧的：重新授权后旧 `refresh_token` 失效。',
    'Exchange the new code and replace what you had: re-authorization invalidates the old refresh token.',
  ),
  payload: authorization,
})

/** The push carries no authorization code. https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html */
const unauthorized = defineEvent({
  infoType: 'unauthorized',
  title: bilingual('取消授权', 'Authorization cancelled'),
  when: bilingual('商家取消对第三方平台的授权时。', 'When an authorizer withdraws its authorization.'),
  todo: bilingual(
    '删除该账号的令牌，停止替它调用接口。没有可换取的授权码。',
    'Delete the tokens of that account and stop calling for it. There is no code to exchange.',
  ),
  payload: fields(authorizer),
})

export const authorizationEvents = [verifyTicket, authorized, updateAuthorized, unauthorized] as const
