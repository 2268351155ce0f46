import { type ErrorTable, hint, row } from './row.js'

/** wxaauth and reauth. */
export const certificationErrors: ErrorTable = {
  [-1]: row('系统错误', 'system error', 'retry-later'),
  40064: row('账号类型无效', 'invalid app type', 'give-up'),
  40097: row(
    '参数错误：初始化失败',
    'the task id is wrong or too old, or the task cannot be resubmitted now',
    'correct-and-retry',
    {
      ...hint(
        'call certification.query; resubmit only when apply_status is 3',
        '请调用 certification.query；仅当 apply_status 为 3 时才能 resubmit',
      ),
    },
  ),
  89601: row('帐号状态异常', 'the account is in an abnormal state', 'give-up'),
  89602: row(
    '账号主体类型与认证类型不一致',
    'customer_type does not fit the entity of the account',
    'correct-and-retry',
  ),
  89603: row(
    '个人类型的发票类型只能选不开发票或电子专票，不支持开增值税专票',
    'a private person gets no invoice or an electronic one',
    'correct-and-retry',
  ),
  89604: row('认证进行中，请勿重复提交', 'a certification is running', 'query', { taskState: 'running' }),
  89605: row('认证任务重复，请重试', 'the task is a duplicate', 'retry-later', { taskState: 'running' }),
  89608: row(
    '订单审核中或者不是打回重审状态，不能重新提审',
    'in review, or not sent back: it cannot be resubmitted',
    'query',
    {
      taskState: 'in-review',
      ...hint(
        'resubmit when certification.query says apply_status 3; otherwise submit again',
        'certification.query 返回 apply_status 3 时调用 resubmit，否则重新 submit',
      ),
    },
  ),
  89620: row('帐号未完成注册', 'the account has not finished its registration', 'correct-and-retry'),
  89621: row(
    '只允许完成了认证的个人、企业、个体户帐号进行认证',
    'only accounts of persons, companies and households can be certified',
    'give-up',
  ),
  89622: row(
    '只允许完成了认证的个人、企业、个体户帐号进行认证',
    'only accounts of persons, companies and households can be certified',
    'give-up',
  ),
  89623: row('提交的认证类型不正确', 'the kind of certification is wrong', 'correct-and-retry'),
  89629: row('其它原因', 'another reason', 'contact-wechat', {
    ...hint('give WeChat the rid', '请将 rid 提供给微信客服'),
  }),
  89630: row(
    '该名称为基于商标命名，请检查 account_name_type',
    'the name is a trade mark: check account_name_type',
    'correct-and-retry',
  ),
  89634: row('认证身份职业无效', 'auth_identification is invalid', 'correct-and-retry', {
    ...hint(
      'take the name of a leaf of certification.identityTree()',
      '请使用 certification.identityTree() 中叶子节点的 name',
    ),
  }),
  89635: row('发票抬头和认证主体名称不一致', 'invoice_title is not the name of the entity', 'correct-and-retry'),
  89636: row('材料无效', 'a material is invalid', 'correct-and-retry', {
    ...hint(
      'use the mediaid of certification.uploadMaterial()',
      '请使用 certification.uploadMaterial() 返回的 mediaid',
    ),
  }),
  89637: row('查询不到照面信息', 'the entity is not in the business register', 'correct-and-retry'),
  89638: row('昵称检测不通过，格式错误', 'account_name was refused', 'correct-and-retry'),
  89639: row('照面信息状态不对，非在营状态', 'the company is not in business', 'give-up'),
  89640: row(
    '开票类型不正确，比如选了不开票但填写了开票信息',
    'invoice_type does not fit the invoice data',
    'correct-and-retry',
    {
      ...hint(
        'with pay_type 1 send invoice_info { invoice_type: 1 }',
        'pay_type 为 1 时请传 invoice_info { invoice_type: 1 }',
      ),
    },
  ),
  89641: row(
    '发票信息不正确，除了备注其它都需要填写，纳税人识别号只能是15、17、18、20位',
    'the invoice data are incomplete, or the tax id has a wrong length',
    'correct-and-retry',
  ),
}

/** queryauth: WeChat documents no errcodes for it. Errcode 1 was seen once; its reason is unknown. */
export const certificationQueryErrors: ErrorTable = {
  40097: row('参数错误', 'the task id is wrong or too old', 'correct-and-retry', { taskState: 'not-found' }),
}

/** uploadauthmaterial. */
export const materialErrors: ErrorTable = {
  40005: row('文件类型无效', 'invalid file type', 'correct-and-retry', {
    ...hint('PNG, JPEG or GIF', '仅支持 PNG、JPEG、GIF'),
  }),
  40006: row('文件大小无效', 'invalid file size', 'correct-and-retry', { ...hint('at most 2 MB', '不超过 2 MB') }),
  41005: row('缺少文件数据', 'the file is missing', 'correct-and-retry'),
}
