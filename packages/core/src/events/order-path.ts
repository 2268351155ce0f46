import { fields, identifier, integer, listOf, optional, text, time } from './fields.js'
import { row, statusTables } from './status.js'

/** PROTOCOL §3.11. */
export const orderPathSubmission = fields({
  list: listOf('送审结果，一项或多项', 'Results of the submission, one or several', {
    appid: text('小程序 appid', 'The mini program'),
    audit_id: optional(integer('审核单 id', 'The audit order')),
    ret_code: integer('送审结果', 'Result of the submission'),
  }),
})

export const orderPathSubmissionStatus = statusTables({
  ret_code: [
    row(0, 'succeeded', 'wait', '送审成功', 'submitted; the result of the audit comes as an event of its own'),
    row(1, 'failed', 'wait', '重复提审', 'already submitted'),
    row(-1, 'failed', 'retry-later', '系统繁忙', 'the system is busy'),
    row(-2, 'failed', 'correct-and-retry', 'appid非法', 'invalid appid'),
  ],
})

export const orderPathAudit = fields({
  list: listOf('审核结果，一项或多项', 'Results of the audit, one or several', {
    appid: identifier('小程序 appid', 'The mini program'),
    audit_id: integer('审核单 id', 'The audit order'),
    status: integer('审核状态', 'Where the audit stands'),
    apply_time: optional(time('送审时间', 'When it was submitted')),
    audit_time: optional(time('审核时间', 'When it was audited')),
    reason: optional(text('失败原因，可能为空', 'Why it failed; may be empty')),
  }),
})

export const orderPathAuditStatus = statusTables({
  status: [
    row(2, 'pending', 'wait', '审核中', 'under audit'),
    row(3, 'failed', 'correct-and-retry', '失败', 'refused; `reason` says why'),
    row(4, 'succeeded', 'none', '通过', 'passed'),
  ],
})
