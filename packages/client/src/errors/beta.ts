import { type ErrorTable, hint, row, untilTaskEnds } from './row.js'

/** fastregisterbetaweapp; its error table is unconfirmed. */
export const betaErrors: ErrorTable = {
  47001: row('POST 数据格式错误', 'the body is not what the API takes', 'correct-and-retry'),
  86011: row('名称命中关键字', 'the name holds a forbidden word', 'correct-and-retry'),
  91030: row('该微信号当天调用次数已达上限', 'the calls of the day for one WeChat id are used up', 'retry-later', {
    retryAfter: { hours: 24 },
  }),
}

/** verifybetaweapp. */
export const verifyErrors: ErrorTable = {
  1001: row(
    '该企业主体创建的小程序数量达到上限，无法转正',
    'the company has reached its number of mini programs',
    'give-up',
  ),
  1002: row('主体违规命中黑名单', 'the company is on the blacklist', 'give-up'),
  1003: row(
    '该 appid 的管理员绑定的账号数量达到上限',
    "the administrator's number of accounts is reached",
    'correct-and-retry',
    {
      ...hint('the administrator can unbind an account in 公众平台安全助手', '管理员可在公众平台安全助手解绑后重试'),
    },
  ),
  1004: row('该微信用户违规命中黑名单', 'the WeChat user is on the blacklist', 'give-up'),
  1005: row(
    '该 appid 的管理员手机号绑定的账号数量达到上限',
    "the number of accounts of the administrator's phone is reached",
    'correct-and-retry',
    {
      ...hint('the administrator can unbind an account in 公众平台安全助手', '管理员可在公众平台安全助手解绑后重试'),
    },
  ),
  1006: row('该手机号违规命中黑名单', 'the phone number is on the blacklist', 'give-up'),
  1007: row(
    '该 appid 的管理员身份证绑定的账号数量达到上限',
    "the number of accounts of the administrator's ID card is reached",
    'give-up',
  ),
  61069: row(
    '身份证号不正确，需与微信实名一致',
    'the ID number is not that of the WeChat real name',
    'correct-and-retry',
  ),
  61070: row('法人姓名与微信号不一致', 'name, ID card and WeChat id do not belong together', 'correct-and-retry'),
  86004: row('无效微信号', 'invalid WeChat id', 'correct-and-retry', {
    ...hint('the 微信号 itself, not a phone or QQ number', '请填写微信号本身，不能使用手机号或 QQ 号'),
  }),
  86019: row(
    '填写的企业信息和法人个人信息没对应上',
    'company and legal person do not belong together',
    'correct-and-retry',
  ),
  89248: row('企业代码类型无效', 'invalid code_type', 'correct-and-retry'),
  89249: row('该 appid 已有转正任务执行中，距上次任务 24h 后再试', 'a conversion of this appid is running', 'wait', {
    taskState: 'running',

    ...untilTaskEnds,
  }),
  89251: row('模板消息已下发且未超时，不能重复下发', 'sent out and not expired; the legal person is awaited', 'wait', {
    taskState: 'awaiting-legal-person',

    ...untilTaskEnds,
  }),
  89255: row(
    'code 参数无效，请检查 code 长度以及内容',
    'the company code is invalid; its length depends on code_type',
    'correct-and-retry',
  ),
  91021: row('不是未转正的试用小程序', 'not a beta mini program, or converted already', 'give-up', {
    ...hint('check which authorizer the call was made for', '请检查调用所针对的授权方'),
  }),
}

/** The form with the legal person's data, retired on 2026-04-30. */
export const verifyLegacyErrors: ErrorTable = {
  ...verifyErrors,
  [-1]: row('系统错误；旧版接口已于 2026-04-30 下线', 'WeChat retired this form on 2026-04-30', 'give-up', {
    ...hint('call beta.verify instead', '请改用 beta.verify'),
  }),
}

/** setbetaweappnickname. */
export const betaNicknameErrors: ErrorTable = {
  86011: row('名称命中关键字', 'the name holds a forbidden word', 'correct-and-retry'),
  91020: row('小程序注册类型不正确，仅适用于试用小程序', 'only a beta mini program can be renamed so', 'give-up'),
}
