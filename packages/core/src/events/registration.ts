import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, group, integer, optional, text } from './fields.js'
import { row } from './status.js'

/** The company that was named in the call; registration and conversion send the same names. */
export const company = {
  name: optional(text('企业名称', 'Name of the company')),
  code: optional(text('企业代码', 'Company code')),
  code_type: optional(
    integer(
      '企业代码类型：1 统一社会信用代码，2 组织机构代码，3 营业执照注册号',
      'Type of company code: 1 unified social credit code, 2 organization code, 3 business licence number',
    ),
  ),
  legal_persona_wechat: optional(text('法人微信号', 'WeChat id of the legal person')),
  legal_persona_name: optional(text('法人姓名', 'Name of the legal person')),
  component_phone: optional(text('第三方联系电话', 'Contact phone of the third-party platform')),
}

/** Rows that the tables of registration and conversion have in common. */
// biome-ignore format: one row per line
export const legalPersonTimeouts = [
  row(100001, '已下发的模板消息法人并未确认且已超时（24h），未进行身份证校验', 'the legal person did not confirm within 24 h; the ID card was not checked', 'failed', 'retry'),
  row(100002, '已下发的模板消息法人并未确认且已超时（24h），未进行人脸识别校验', 'the legal person did not confirm within 24 h; the face was not checked', 'failed', 'retry'),
  row(100003, '已下发的模板消息法人并未确认且已超时（24h）', 'the legal person did not confirm within 24 h', 'failed', 'retry'),
] as const

/** One InfoType with three shapes; a failure may lack `info`. https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ent/api_registerminiprogram.html */
const registration = defineEvent({
  infoType: 'notify_third_fasteregister',
  title: bilingual('快速注册结果', 'Registration result'),
  when: bilingual(
    '快速注册企业或个人小程序的任务结束时：成功、失败或 24 小时内未确认。通常在核身后几分钟到十几分钟内推送。',
    'When the quick registration of a company or person ends: succeeded, failed, or not confirmed within 24 hours. It usually comes a few minutes after the face check, sometimes more than ten.',
  ),
  todo: bilingual(
    '成功时用 `auth_code` 换取授权信息；失败时按状态码告知商家。按 `info` 中的企业名称、企业代码、法人微信号和法人姓名，或按 `info.taskid` 关联任务；失败推送可能没有 `info`，也没有 `appid` 和 `auth_code`。出现 `info.taskid` 不代表是个人注册。',
    'After success, exchange `auth_code`. After a failure, tell the merchant the meaning of the status. Find the task by `name`, `code`, `legal_persona_wechat` and `legal_persona_name` of `info`, or by `info.taskid`. A failure may have no `info`, and has neither `appid` nor `auth_code`. `info.taskid` does not imply the registration of a person.',
  ),
  payload: fields({
    status: integer('注册结果状态码', 'Result of the registration'),
    msg: optional(
      text('状态信息，措辞会变，请勿据此判断', 'Text for the status; its wording changes, so do not branch on it'),
    ),
    appid: optional(text('新小程序的 appid，仅成功时', 'Appid of the new mini program; on success only')),
    auth_code: optional(
      text('授权码，可换取接口调用凭据，仅成功时', 'An authorization code to exchange for tokens; on success only'),
    ),
    info: optional(
      group('提交的资料，失败时可能缺失', 'The submitted data; may be missing on failure', {
        ...company,
        taskid: optional(
          text(
            '任务 id（官方文档未写明）；个人注册的实际推送中，code 与它相同，code_type 为 0，企业和法人字段为空',
            'The task id (undocumented). In real pushes for a person, code has the same value, code_type is 0, and the fields of the company and the legal person are empty',
          ),
        ),
        wxuser: optional(
          text('用户微信号（个人注册的文档格式）', 'WeChat id of the person (in the documented form for a person)'),
        ),
        idname: optional(
          text('用户姓名（个人注册的文档格式）', 'Name of the person (in the documented form for a person)'),
        ),
      }),
    ),
  }),
  decidedBy: 'status',
  needs: ['appid'],
  // biome-ignore format: one row per line
  statuses: {
    status: [
      row(0, '成功', 'success', 'succeeded', 'none'),
      row(-1, '企业与法人姓名不一致', 'the company and the name of its legal person do not match; in practice also sent for other errors', 'failed', 'correct-and-retry'),
      ...legalPersonTimeouts,
      row(101, '工商数据返回：“企业已注销”', 'business register: the company is deregistered', 'failed', 'give-up'),
      row(102, '工商数据返回：“企业不存在或企业信息未更新”', 'business register: the company does not exist or its data is not up to date', 'failed', 'correct-and-retry'),
      row(103, '工商数据返回：“企业法定代表人姓名不一致”', 'business register: the name of the legal representative differs', 'failed', 'correct-and-retry'),
      row(104, '工商数据返回：“企业法定代表人身份证号码不一致”', 'business register: the ID number of the legal representative differs', 'failed', 'correct-and-retry'),
      row(105, '法定代表人身份证号码，工商数据未更新，请 5-15 个工作日之后尝试', 'the business register does not have the current ID number of the legal representative yet; try after 5 to 15 working days', 'failed', 'retry-later', { retryAfter: { workingDays: [5, 15] } }),
      row(1000, '工商数据返回：“企业信息或法定代表人信息不一致”', 'business register: the data of the company or of its legal representative differs', 'failed', 'correct-and-retry'),
      row(1001, '主体创建小程序数量达到上限', 'the company has reached the limit of mini programs', 'failed', 'give-up'),
      row(1002, '主体违规命中黑名单', 'the company is blacklisted', 'failed', 'contact-wechat'),
      row(1003, '管理员绑定账号数量达到上限', 'the administrator has reached the limit of accounts', 'failed', 'correct-and-retry'),
      row(1004, '管理员违规命中黑名单', 'the administrator is blacklisted', 'failed', 'contact-wechat'),
      row(1005, '管理员手机绑定账号数量达到上限', 'the phone of the administrator has reached the limit of accounts', 'failed', 'correct-and-retry'),
      row(1006, '管理员手机号违规命中黑名单', 'the phone number of the administrator is blacklisted', 'failed', 'contact-wechat'),
      row(1007, '管理员身份证创建账号数量达到上限', 'the ID card of the administrator has reached the limit of accounts', 'failed', 'correct-and-retry'),
      row(1008, '管理员身份证违规命中黑名单', 'the ID card of the administrator is blacklisted', 'failed', 'contact-wechat'),
    ],
  },
})

export const registrationEvents = [registration] as const
