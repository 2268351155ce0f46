import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, identifier, integer, list, optional, text, time } from './fields.js'
import { row } from './status.js'

/** https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/basic-info-management/api_applysetorderpathinfo.html */
const orderPathSubmission = defineEvent({
  infoType: 'order_path_apply_result_notify',
  title: bilingual('订单页 path 送审结果', 'Order page path submitted'),
  when: bilingual('订单页 path 送审之后。', 'After the path of the order page was submitted for audit.'),
  todo: bilingual(
    '逐项处理 `event.items`，每项都有各自的结果；审核结果另行推送，按 `audit_id` 关联。',
    'Handle each of `event.items`: each has its own outcome. The result of the audit is pushed separately; match it by `audit_id`.',
  ),
  payload: fields({
    list: list('送审结果，一项或多项', 'Results of the submission, one or several', {
      appid: text('小程序 appid', 'Appid of the mini program'),
      audit_id: optional(integer('审核单 id', 'Id of the audit order')),
      ret_code: integer('送审结果', 'Result of the submission'),
    }),
  }),
  decidedBy: 'ret_code',
  items: 'list',
  // biome-ignore format: one row per line
  statuses: {
    ret_code: [
      row(0, '送审成功', 'submitted; the result of the audit comes in a separate event', 'succeeded', 'wait'),
      row(1, '重复提审', 'already submitted', 'failed', 'wait'),
      row(-1, '系统繁忙', 'the system is busy', 'failed', 'retry-later'),
      row(-2, 'appid非法', 'invalid appid', 'failed', 'correct-and-retry'),
    ],
  },
})

/** https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/basic-info-management/api_applysetorderpathinfo.html */
const orderPathAudit = defineEvent({
  infoType: 'order_path_audit_result_notify',
  title: bilingual('订单页 path 审核结果', 'Order page path audited'),
  when: bilingual('订单页 path 审核有结果时。', 'When the audit of the path of the order page has a result.'),
  todo: bilingual(
    '逐项处理 `event.items`；失败的原因在该项的 `reason` 里，可能为空。',
    'Handle each of `event.items`; `reason` of an item says why it was refused, and may be empty.',
  ),
  payload: fields({
    list: list('审核结果，一项或多项', 'Results of the audit, one or several', {
      appid: identifier('小程序 appid', 'Appid of the mini program'),
      audit_id: integer('审核单 id', 'Id of the audit order'),
      status: integer('审核状态', 'State of the audit'),
      apply_time: optional(time('送审时间', 'When it was submitted')),
      audit_time: optional(time('审核时间', 'When it was audited')),
      reason: optional(text('失败原因，可能为空', 'Why it failed; may be empty')),
    }),
  }),
  decidedBy: 'status',
  items: 'list',
  // biome-ignore format: one row per line
  statuses: {
    status: [
      row(2, '审核中', 'under audit', 'pending', 'wait'),
      row(3, '失败', 'refused; `reason` says why', 'failed', 'correct-and-retry'),
      row(4, '通过', 'passed', 'succeeded', 'none'),
    ],
  },
})

export const orderPathEvents = [orderPathSubmission, orderPathAudit] as const
