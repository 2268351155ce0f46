import { defineEvent } from '../../events/define.js'
import { fields, optional, text } from '../../events/fields.js'
import { bilingual } from '../../language.js'

const user = {
  OpenID: optional(text('用户的 openid', 'Openid of the user')),
  AppID: optional(text('小程序 appid', 'Appid of the mini program')),
  RevokeInfo: optional(text('撤回的授权信息', 'The revoked permissions')),
  PluginID: optional(text('插件 id', 'Id of the plugin')),
  OpenPID: optional(text('用户在插件中的 id', 'Id of the user in the plugin')),
}

const todo = bilingual(
  '按法律法规的要求删除或更新该用户的个人信息。',
  'Delete or update the personal data of this user, as the law requires.',
)

/** https://developers.weixin.qq.com/miniprogram/security/basic/listen.html */
const modified = defineEvent({
  infoType: 'user_info_modified',
  title: bilingual('用户资料变更', 'User data modified'),
  when: bilingual('用户修改资料时。', 'When a user changes personal data.'),
  todo,
  payload: fields(user),
})

/** https://developers.weixin.qq.com/miniprogram/security/basic/listen.html */
const revoked = defineEvent({
  infoType: 'user_authorization_revoke',
  title: bilingual('用户撤回授权', 'User revoked'),
  when: bilingual('用户撤回对个人信息的授权时。', 'When a user revokes permission to use personal data.'),
  todo,
  payload: fields(user),
})

/** https://developers.weixin.qq.com/miniprogram/security/basic/listen.html */
const cancelled = defineEvent({
  infoType: 'user_authorization_cancellation',
  title: bilingual('用户注销', 'User cancelled'),
  when: bilingual('用户注销时。', 'When a user cancels the account.'),
  todo,
  payload: fields(user),
})

export const personalDataEvents = [modified, revoked, cancelled] as const
