import { type ErrorTable, hint, row } from './row.js'

/** sendCustomMessage. */
export const customerMessageErrors: ErrorTable = {
  [-1]: row('系统繁忙，请稍候再试', 'WeChat is busy', 'retry-later', {
    ...hint(
      'the message may have been sent: a second call may send it twice',
      '消息可能已经发出：再次调用可能重复发送',
    ),
  }),
  40002: row('凭证类型不合法', 'the token is of the wrong kind', 'correct-and-retry', {
    ...hint("the API takes an authorizer's token", '须使用授权方的 access_token'),
  }),
  40003: row(
    'openid 不合法，或不属于该账号',
    'the openid is invalid or belongs to another account',
    'correct-and-retry',
    {
      ...hint('take `touser` from a message to the account that sends', 'touser 须取自发给该账号的消息'),
    },
  ),
  40007: row('media_id 不合法', 'the media_id is invalid or has expired', 'correct-and-retry', {
    ...hint('upload the media with the token of the same account', '请用同一账号的令牌上传素材'),
  }),
  40033: row('请求含有 \\uXXXX 转义', 'the body holds \\uXXXX escapes', 'correct-and-retry', {
    ...hint('send Chinese as it is, as this client does', '中文须原样发送，不要转义'),
  }),
  43019: row('该用户在黑名单中', 'the user is on the block list of the account', 'give-up'),
  45008: row('图文消息超过一篇', 'more than one article', 'correct-and-retry'),
  45015: row('回复时间超过限制，或用户已取消关注', 'the time to answer is over, or the user unsubscribed', 'wait', {
    ...hint(
      'nothing can be sent until the user acts again: 48 hours after a message, 1 minute after a menu click, a follow, a scan or a session that was opened',
      '须等用户再次互动：用户发消息后 48 小时内可回复；点击菜单、关注、扫码、进入会话后 1 分钟内可回复',
    ),
  }),
  45047: row('客服消息下发条数超过上限', 'the number of messages is used up', 'wait', {
    ...hint(
      'each action of the user renews the number, they do not add up: 5 after a message, 3 after a menu click, a follow or a scan (公众号), 2 after a session was opened (小程序)',
      '用户每次互动会重置条数，不累加：发消息 5 条；点击菜单、关注、扫码 3 条（公众号）；进入会话 2 条（小程序）',
    ),
  }),
}
