import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, group, identifier, integer, optional, text, time } from './fields.js'
import { row } from './status.js'

const dispatchInfo = group('派单信息', 'Who audits', {
  provider: optional(text('审核机构', 'The auditing body')),
  contact: optional(text('审核机构联系方式', 'Contact of the auditing body')),
  dispatch_time: optional(time('派单时间', 'When the audit was assigned to it')),
})

/** Until the audit order exists (12) the status of the task decides, then that of the order. */
const certificationField = (payload: { readonly task_status: number; readonly apply_status?: number }) =>
  payload.task_status === 12 && payload.apply_status !== undefined ? 'apply_status' : 'task_status'

/** https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_wxaauth.html */
const certification = defineEvent({
  infoType: 'notify_3rd_wxa_auth',
  title: bilingual('小程序认证', 'Certification'),
  when: bilingual(
    '`task_status` 变为 0、6、9、12，或 `apply_status` 变为 2、3、4、5 时。需要权限集 18。',
    'When `task_status` becomes 0, 6, 9 or 12, or `apply_status` becomes 2, 3, 4 or 5. Needs permission set 18.',
  ),
  todo: bilingual(
    '`task_status` 变为 12 之前以 `task_status` 为准，之后以 `apply_status` 为准。推送不含打回或失败的原因，请先调用 `queryauth` 查询；打回后修改资料并调用 `reauth`，不要重新调用 `wxaauth`。`event.next` 按顺序列出接下来要调用的接口。',
    '`task_status` decides the outcome until it is 12; after that `apply_status` does. The push does not say why the certification was returned or failed: call `queryauth`. After a return, correct the data and call `reauth`, not `wxaauth`. `event.next` lists the next calls in order.',
  ),
  payload: fields({
    appid: identifier('小程序 appid', 'Appid of the mini program'),
    taskid: identifier('认证任务 id', 'Id of the certification task'),
    task_status: integer(
      '认证任务状态；为 0、6、9、12 时推送',
      'State of the task; pushed when it becomes 0, 6, 9 or 12',
    ),
    apply_status: optional(
      integer(
        '认证审核单状态，task_status 为 12 之后才有意义；为 2、3、4、5 时推送',
        'State of the audit; meaningful only when task_status is 12; pushed when it becomes 2, 3, 4 or 5',
      ),
    ),
    message: optional(text('状态说明', 'Text for the status')),
    dispatch_info: optional(dispatchInfo),
  }),
  decidedBy: certificationField,
  // biome-ignore format: one row per line
  statuses: {
    task_status: [
      row(0, '初始状态', 'created', 'pending', 'wait', { rank: 0 }),
      row(1, '任务超时, 24小时内有效', 'the task timed out; it is valid for 24 hours', 'failed', 'retry', { rank: 12 }),
      row(2, '用户授权拒绝', 'the user refused', 'failed', 'retry', { rank: 3 }),
      row(3, '用户授权同意', 'the user agreed', 'pending', 'wait', { rank: 3 }),
      row(4, '发起人脸流程', 'face check started', 'pending', 'wait', { rank: 4 }),
      row(5, '人脸认证失败', 'face check failed', 'failed', 'retry', { rank: 6 }),
      row(6, '人脸认证ok', 'face check passed', 'pending', 'wait', { rank: 6 }),
      row(7, '人脸认证后，已经提交手机号码下发验证码', 'after the face check, a code was sent to the phone', 'pending', 'wait', { rank: 7 }),
      row(8, '手机验证失败', 'phone check failed', 'failed', 'retry', { rank: 9 }),
      row(9, '手机验证成功', 'phone check passed', 'pending', 'wait', { rank: 9 }),
      row(11, '创建认证审核单失败', 'the audit order could not be created', 'failed', 'retry', { rank: 12 }),
      row(12, '创建认证审核单成功', 'the audit order is created; apply_status has its state', 'pending', 'wait', { rank: 12 }),
      row(14, '验证失败', 'verification failed', 'failed', 'correct-and-retry', { rank: 12 }),
      row(15, '等待支付', 'waiting for payment', 'pending', 'wait', { rank: 13 }),
    ],
    apply_status: [
      row(0, '审核单不存在', 'there is no audit order yet', 'pending', 'wait', { rank: 12 }),
      row(1, '待支付', 'waiting for payment', 'pending', 'wait', { rank: 20 }),
      row(2, '审核中', 'under audit', 'pending', 'wait', { rank: 30 }),
      row(3, '打回重填', 'returned: to be corrected and submitted again', 'returned', 'correct-and-retry', { rank: 40 }),
      row(4, '认证通过', 'certified', 'succeeded', 'none', { rank: 40 }),
      row(5, '认证最终失败(不能再修改)', 'failed permanently; it cannot be corrected any more', 'failed', 'give-up', { rank: 40 }),
    ],
  },
  next: {
    task_status: { pending: [], failed: ['wxaauth'], undetermined: ['queryauth'] },
    apply_status: {
      pending: [],
      returned: ['queryauth', 'reauth'],
      succeeded: [],
      failed: ['queryauth'],
      undetermined: ['queryauth'],
    },
  },
})

/** A reminder, not a result. WeChat has no page for it. */
const certificationExpiry = defineEvent({
  infoType: 'notify_3rd_wxa_wxverify',
  title: bilingual('年审与过期提醒', 'Certification expiry reminder'),
  when: bilingual(
    '进入年审、到期当天、逾期 30 天和逾期 60 天时。',
    'When the yearly review begins, on the day of expiry, and 30 and 60 days after it.',
  ),
  todo: bilingual(
    '提醒商家完成年审：逾期 30 天影响被分享，逾期 60 天影响新用户访问及支付。',
    'Remind the merchant: sharing is affected after 30 days overdue, visits by new users and payment after 60 days.',
  ),
  payload: fields({
    appid: identifier('小程序 appid', 'Appid of the mini program'),
    expired: optional(time('认证到期时间', 'When the certification expires')),
    message: optional(text('多行说明：账号名称、到期时间、详情', 'Several lines of text: account, expiry, details')),
  }),
})

/** https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/wxverifyicp/api_submitauthandicp.html */
const certificationAndIcp = defineEvent({
  infoType: 'notify_3rd_wxa_auth_and_icp',
  title: bilingual('认证及备案', 'Certification and ICP filing'),
  when: bilingual(
    '二合一流程的节点：支付完成、派单给审核机构、审核打回、审核通过、审核失败。',
    'At each step of the combined procedure: paid, assigned to the auditing body, returned, passed, failed.',
  ),
  todo: bilingual(
    '按 `procedure_id` 关联流程。打回后先调用 `query_auth_and_icp` 查询原因，修改资料后再次调用 `submit_auth_and_icp`。',
    'Find the procedure by `procedure_id`. After a return, call `query_auth_and_icp` for the reason, correct the data, and call `submit_auth_and_icp` again.',
  ),
  payload: fields({
    procedure_id: identifier('流程 id', 'Id of the procedure'),
    procedure_status: integer('流程状态', 'State of the procedure'),
    appid: optional(text('小程序 appid（官方文档未写明）', 'Appid of the mini program (not documented by WeChat)')),
    dispatch_info: optional(dispatchInfo),
  }),
  decidedBy: 'procedure_status',
  // biome-ignore format: one row per line
  statuses: {
    procedure_status: [
      row(9, '手机验证成功', 'phone check passed', 'pending', 'wait'),
      row(15, '等待支付', 'waiting for payment', 'pending', 'wait'),
      row(16, '支付成功', 'paid', 'pending', 'wait'),
      row(17, '认证审核中', 'certification under audit', 'pending', 'wait'),
      row(18, '认证审核驳回', 'certification returned', 'returned', 'correct-and-retry'),
      row(19, '认证审核通过', 'certification passed; the filing continues', 'pending', 'wait'),
      row(20, '认证审核最终失败', 'certification failed permanently', 'failed', 'give-up'),
      row(21, '创建备案审核单失败', 'the filing order could not be created', 'failed', 'retry'),
      row(22, '备案平台审核中', 'filing under audit by the platform', 'pending', 'wait'),
      row(23, '备案平台审核驳回', 'filing returned by the platform', 'returned', 'correct-and-retry'),
      row(24, '备案管局审核中', 'filing under audit by the authority', 'pending', 'wait'),
      row(25, '备案管局审核驳回', 'filing returned by the authority', 'returned', 'correct-and-retry'),
      row(26, '认证及备案完成', 'certified and filed', 'succeeded', 'none'),
      row(27, '流程已过期', 'the procedure expired', 'failed', 'retry'),
      row(28, '流程已终止', 'the procedure was terminated', 'failed', 'retry'),
      row(29, '备案已撤回', 'the filing was withdrawn', 'failed', 'retry'),
    ],
  },
  next: {
    procedure_status: {
      pending: [],
      succeeded: [],
      returned: ['query_auth_and_icp', 'submit_auth_and_icp'],
      failed: ['query_auth_and_icp'],
      undetermined: ['query_auth_and_icp'],
    },
  },
})

export const certificationEvents = [certification, certificationExpiry, certificationAndIcp] as const
