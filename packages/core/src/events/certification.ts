import { fields, group, identifier, integer, optional, text, time } from './fields.js'
import { row, statusTables } from './status.js'

export const dispatchInfo = group('派单信息', 'Who audits', {
  provider: optional(text('审核机构', 'The auditing body')),
  contact: optional(text('审核机构联系方式', 'How to reach it')),
  dispatch_time: optional(time('派单时间', 'When the order was given to it')),
})

/** PROTOCOL §3.7. */
export const certification = fields({
  appid: identifier('小程序 appid', 'The mini program'),
  taskid: identifier('认证任务 id', 'The certification task'),
  task_status: integer(
    '认证任务状态；为 0、6、9、12 时推送',
    'Where the task stands; pushed when it becomes 0, 6, 9 or 12',
  ),
  apply_status: optional(
    integer(
      '认证审核单状态，task_status 为 12 之后才有意义；为 2、3、4、5 时推送',
      'Where the audit stands; of meaning only once task_status is 12; pushed when it becomes 2, 3, 4 or 5',
    ),
  ),
  message: optional(text('状态说明', 'Text for the status')),
  dispatch_info: optional(dispatchInfo),
})

/** PROTOCOL §4.9. */
export const certificationStatus = statusTables({
  task_status: [
    row(0, 'pending', 'wait', '初始状态', 'created'),
    row(1, 'failed', 'retry', '任务超时, 24小时内有效', 'the task timed out; it is valid for 24 hours'),
    row(2, 'failed', 'retry', '用户授权拒绝', 'the user refused'),
    row(3, 'pending', 'wait', '用户授权同意', 'the user agreed'),
    row(4, 'pending', 'wait', '发起人脸流程', 'face check begun'),
    row(5, 'failed', 'retry', '人脸认证失败', 'face check failed'),
    row(6, 'pending', 'wait', '人脸认证ok', 'face check passed'),
    row(
      7,
      'pending',
      'wait',
      '人脸认证后，已经提交手机号码下发验证码',
      'after the face check, a code was sent to the phone',
    ),
    row(8, 'failed', 'retry', '手机验证失败', 'phone check failed'),
    row(9, 'pending', 'wait', '手机验证成功', 'phone check passed'),
    row(11, 'failed', 'retry', '创建认证审核单失败', 'the audit order could not be created'),
    row(12, 'pending', 'wait', '创建认证审核单成功', 'the audit order is created; apply_status says how it goes on'),
    row(14, 'failed', 'correct-and-retry', '验证失败', 'verification failed'),
    row(15, 'pending', 'wait', '等待支付', 'waiting for payment'),
  ],
  apply_status: [
    row(0, 'pending', 'wait', '审核单不存在', 'there is no audit order yet'),
    row(1, 'pending', 'wait', '待支付', 'waiting for payment'),
    row(2, 'pending', 'wait', '审核中', 'under audit'),
    row(3, 'returned', 'correct-and-retry', '打回重填', 'returned: to be corrected and submitted again'),
    row(4, 'succeeded', 'none', '认证通过', 'certified'),
    row(5, 'failed', 'give-up', '认证最终失败(不能再修改)', 'failed for good, cannot be corrected any more'),
  ],
})

/** Until the audit order exists (12) the task's status counts, then the order's. */
export const certificationField = (payload: { readonly task_status: number; readonly apply_status?: number }) =>
  payload.task_status === 12 && payload.apply_status !== undefined ? 'apply_status' : 'task_status'

/** WeChat's calls in the order to make them. Reasons are not in the push: queryauth has refill_reason and fail_reason (PROTOCOL §3.7). */
export const certificationNext = {
  task_status: { pending: [], failed: ['wxaauth'], undetermined: ['queryauth'] },
  apply_status: {
    pending: [],
    returned: ['queryauth', 'reauth'],
    succeeded: [],
    failed: ['queryauth'],
    undetermined: ['queryauth'],
  },
} as const

/** PROTOCOL §3.8: a reminder, no result. */
export const certificationExpiry = fields({
  appid: identifier('小程序 appid', 'The mini program'),
  expired: optional(time('认证到期时间', 'When the certification expires')),
  message: optional(text('多行说明：账号名称、到期时间、详情', 'Text of several lines: account, expiry, details')),
})

/** PROTOCOL §3.9: certification and ICP filing in one procedure. */
export const certificationAndIcp = fields({
  procedure_id: identifier('流程 id', 'The procedure'),
  procedure_status: integer('流程状态', 'Where the procedure stands'),
  appid: optional(text('小程序 appid（未经证实）', 'The mini program (unconfirmed)')),
  dispatch_info: optional(dispatchInfo),
})

export const certificationAndIcpStatus = statusTables({
  procedure_status: [
    row(9, 'pending', 'wait', '手机验证成功', 'phone check passed'),
    row(15, 'pending', 'wait', '等待支付', 'waiting for payment'),
    row(16, 'pending', 'wait', '支付成功', 'paid'),
    row(17, 'pending', 'wait', '认证审核中', 'certification under audit'),
    row(18, 'returned', 'correct-and-retry', '认证审核驳回', 'certification returned'),
    row(19, 'pending', 'wait', '认证审核通过', 'certification passed; the filing goes on'),
    row(20, 'failed', 'give-up', '认证审核最终失败', 'certification failed for good'),
    row(21, 'failed', 'retry', '创建备案审核单失败', 'the filing order could not be created'),
    row(22, 'pending', 'wait', '备案平台审核中', 'filing under audit by the platform'),
    row(23, 'returned', 'correct-and-retry', '备案平台审核驳回', 'filing returned by the platform'),
    row(24, 'pending', 'wait', '备案管局审核中', 'filing under audit by the authority'),
    row(25, 'returned', 'correct-and-retry', '备案管局审核驳回', 'filing returned by the authority'),
    row(26, 'succeeded', 'none', '认证及备案完成', 'certified and filed'),
    row(27, 'failed', 'retry', '流程已过期', 'the procedure expired'),
    row(28, 'failed', 'retry', '流程已终止', 'the procedure was ended'),
    row(29, 'failed', 'retry', '备案已撤回', 'the filing was withdrawn'),
  ],
})

/** PROTOCOL §4.9: a returned procedure is resubmitted by the same call that submitted it. */
export const certificationAndIcpNext = {
  procedure_status: {
    pending: [],
    succeeded: [],
    returned: ['query_auth_and_icp', 'submit_auth_and_icp'],
    failed: ['query_auth_and_icp'],
    undetermined: ['query_auth_and_icp'],
  },
} as const
