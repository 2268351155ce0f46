import { fields, group, integer, optional, text } from './fields.js'
import { row, statusTables } from './status.js'

/** The company that was named in the call; registration and conversion send the same names. */
export const company = {
  name: optional(text('企业名称', 'Name of the company')),
  code: optional(text('企业代码', 'Company code')),
  code_type: optional(
    integer(
      '企业代码类型：1 统一社会信用代码，2 组织机构代码，3 营业执照注册号',
      'Kind of company code: 1 unified social credit code, 2 organization code, 3 business licence number',
    ),
  ),
  legal_persona_wechat: optional(text('法人微信号', 'WeChat id of the legal person')),
  legal_persona_name: optional(text('法人姓名', 'Name of the legal person')),
  component_phone: optional(text('第三方联系电话', 'Contact phone of the third-party platform')),
}

/** PROTOCOL §3.3 and §3.4: one InfoType, three shapes; a failure may lack `info` altogether. */
export const registration = fields({
  status: integer('注册结果状态码', 'Result of the registration'),
  msg: optional(
    text('状态信息，措辞会变，请勿据此判断', 'Text for the status; the wording changes, do not branch on it'),
  ),
  appid: optional(text('新小程序的 appid，仅成功时', 'The new mini program; on success only')),
  auth_code: optional(
    text('授权码，可换取接口调用凭据，仅成功时', 'An authorization code to exchange for tokens; on success only'),
  ),
  info: optional(
    group('提交的资料，失败时可能缺失', 'What was submitted; may be missing on failure', {
      ...company,
      taskid: optional(
        text(
          '任务 id（文档未列出）；个人注册的实际推送里 code 与它相同，code_type 为 0，企业和法人各项为空',
          'The task id (undocumented); in real pushes for a person code equals it, code_type is 0 and what describes a company is empty',
        ),
      ),
      wxuser: optional(text('用户微信号（个人注册的文档格式）', 'WeChat id of the person (documented personal shape)')),
      idname: optional(text('用户姓名（个人注册的文档格式）', 'Name of the person (documented personal shape)')),
    }),
  ),
})

export const registrationStatus = statusTables({
  status: [
    row(0, 'succeeded', 'none', '成功', 'success'),
    row(
      -1,
      'failed',
      'correct-and-retry',
      '企业与法人姓名不一致',
      'the company and the name of its legal person do not match; in practice also other faults',
    ),
    row(
      100001,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h），未进行身份证校验',
      'the legal person did not confirm within 24 h; the ID card was not checked',
    ),
    row(
      100002,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h），未进行人脸识别校验',
      'the legal person did not confirm within 24 h; the face was not checked',
    ),
    row(
      100003,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h）',
      'the legal person did not confirm within 24 h',
    ),
    row(101, 'failed', 'give-up', '工商数据返回：“企业已注销”', 'business register: the company is deregistered'),
    row(
      102,
      'failed',
      'correct-and-retry',
      '工商数据返回：“企业不存在或企业信息未更新”',
      'business register: the company does not exist or its data is not up to date',
    ),
    row(
      103,
      'failed',
      'correct-and-retry',
      '工商数据返回：“企业法定代表人姓名不一致”',
      'business register: the name of the legal representative differs',
    ),
    row(
      104,
      'failed',
      'correct-and-retry',
      '工商数据返回：“企业法定代表人身份证号码不一致”',
      'business register: the ID number of the legal representative differs',
    ),
    row(
      105,
      'failed',
      'retry-later',
      '法定代表人身份证号码，工商数据未更新，请 5-15 个工作日之后尝试',
      'the business register does not have the current ID number of the legal representative yet; try after 5 to 15 working days',
      { workingDays: [5, 15] },
    ),
    row(
      1000,
      'failed',
      'correct-and-retry',
      '工商数据返回：“企业信息或法定代表人信息不一致”',
      'business register: the data of the company or of its legal representative differs',
    ),
    row(
      1001,
      'failed',
      'give-up',
      '主体创建小程序数量达到上限',
      'the company has as many mini programs as it may have',
    ),
    row(1002, 'failed', 'contact-wechat', '主体违规命中黑名单', 'the company is blacklisted'),
    row(
      1003,
      'failed',
      'correct-and-retry',
      '管理员绑定账号数量达到上限',
      'the administrator is bound to as many accounts as allowed',
    ),
    row(1004, 'failed', 'contact-wechat', '管理员违规命中黑名单', 'the administrator is blacklisted'),
    row(
      1005,
      'failed',
      'correct-and-retry',
      '管理员手机绑定账号数量达到上限',
      'the phone of the administrator is bound to as many accounts as allowed',
    ),
    row(
      1006,
      'failed',
      'contact-wechat',
      '管理员手机号违规命中黑名单',
      'the phone number of the administrator is blacklisted',
    ),
    row(
      1007,
      'failed',
      'correct-and-retry',
      '管理员身份证创建账号数量达到上限',
      'the ID card of the administrator has as many accounts as allowed',
    ),
    row(
      1008,
      'failed',
      'contact-wechat',
      '管理员身份证违规命中黑名单',
      'the ID card of the administrator is blacklisted',
    ),
  ],
})
