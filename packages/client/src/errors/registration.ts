import { type ErrorTable, hint, row, untilTaskEnds } from './row.js'

const componentRights = hint(
  'complete the permission sets of the platform, then publish it (全网发布)',
  '请补全第三方平台的权限集，然后全网发布',
)

/** fastregisterweapp, retired on 2026-04-30. */
export const enterpriseLegacyErrors: ErrorTable = {
  [-1]: row('接口已于 2026-04-30 下线', 'WeChat retired this API on 2026-04-30 and answers -1 since', 'give-up', {
    ...hint('call registration.enterprise instead', '请改用 registration.enterprise'),
  }),
  86004: row('无效微信号', 'invalid WeChat id', 'correct-and-retry', {
    ...hint('the 微信号 itself, not a phone or QQ number', '请填写微信号本身，不能使用手机号或 QQ 号'),
  }),
  61070: row('法人姓名与微信号不一致', "legal person's name and WeChat id do not belong together", 'correct-and-retry'),
  89247: row('内部错误', 'internal error; also for a code that does not fit its code_type', 'retry-later', {
    ...hint('check code and code_type first', '请先检查 code 与 code_type'),
  }),
  89248: row('企业代码类型无效，请选择正确类型填写', 'invalid code_type', 'correct-and-retry'),
  89249: row('该主体已有任务执行中，距上次任务 24h 后再试', 'a task of this company is running', 'wait', {
    taskState: 'running',

    ...untilTaskEnds,
  }),
  89250: row('未找到该任务', 'there is no such task', 'correct-and-retry', {
    taskState: 'not-found',
    ...hint(
      'name, legal_persona_wechat and legal_persona_name must be those of the create call',
      'name、legal_persona_wechat、legal_persona_name 须与创建时一致',
    ),
  }),
  89251: row('模板消息已下发，待法人人脸核身校验', 'sent out; the face check of the legal person is awaited', 'wait', {
    taskState: 'awaiting-legal-person',

    ...untilTaskEnds,
  }),
  89252: row('法人&企业信息一致性校验中', 'company and legal person are being compared', 'wait', {
    taskState: 'checking-company',
    ...untilTaskEnds,
  }),
  89253: row('缺少参数', 'a field is missing', 'correct-and-retry'),
  89254: row('第三方权限集不全，补充后全网发布生效', 'permission sets are missing', 'correct-and-retry', {
    ...componentRights,
  }),
  89255: row('code 参数无效，请检查长度与内容', 'the company code is invalid', 'correct-and-retry'),
  91030: row(
    '该微信号当天调用次数已达上限（5 次，失败也计）',
    'five calls a day for one WeChat id are used up; failures count',
    'retry-later',
    {
      retryAfter: { hours: 24 },
    },
  ),
}

/** fastregisterenterpriseweapp, new version. */
export const enterpriseErrors: ErrorTable = {
  [-1]: row('非法 ACTION 参数或系统错误', 'invalid action or system error', 'retry-later'),
  86021: row('非在营企业不允许注册', 'the company is not in business', 'give-up'),
  86022: row(
    '请检查填写的企业名称和 CODE 是否正确',
    'company name and code do not fit each other',
    'correct-and-retry',
  ),
  86030: row('JSON 缺少参数', 'a field is missing', 'correct-and-retry'),
  86040: row('不支持个人第三方号进行调用', 'a platform of a private person cannot call this', 'give-up'),
  89247: row('系统错误', 'system error', 'retry-later'),
  89254: row('第三方权限集不全，补充后全网发布生效', 'permission sets are missing', 'correct-and-retry', {
    ...componentRights,
  }),
  89255: row('企业代码无效', 'the company code is invalid', 'correct-and-retry'),
  89295: row('不支持个人主体的第三方', 'a platform of a private person cannot call this', 'give-up'),
}

/** fastregisterpersonalweapp. */
export const personalErrors: ErrorTable = {
  [-1]: row(
    '非法 ACTION 参数或系统错误',
    'invalid action or, often and for a short while, system error',
    'retry-later',
  ),
  86021: row('非在营企业不允许注册', 'the company is not in business', 'give-up'),
  86022: row('请检查名称和 CODE 是否正确', 'name and code do not fit each other', 'correct-and-retry'),
  86030: row('缺少参数', 'a field is missing', 'correct-and-retry'),
  86031: row(
    '内部错误；第三方号无效或未全网发布',
    'internal error; the platform is invalid or not published',
    'correct-and-retry',
    { ...hint('publish the platform (全网发布)', '请全网发布第三方平台') },
  ),
  86032: row('无效微信号', 'invalid WeChat id', 'correct-and-retry'),
  86033: row('第三方号权限集缺失', 'permission sets are missing', 'correct-and-retry', { ...componentRights }),
  86034: row('该微信号受限，无法注册', 'this WeChat id is restricted and cannot register', 'give-up'),
  86036: row('姓名与微信号不一致', 'name and WeChat id do not belong together', 'correct-and-retry'),
  86040: row('不支持个人第三方号调用', 'a platform of a private person cannot call this', 'give-up'),
  91030: row('每微信号每天 5 次', 'five calls a day for one WeChat id are used up', 'retry-later', {
    retryAfter: { hours: 24 },
  }),
}
