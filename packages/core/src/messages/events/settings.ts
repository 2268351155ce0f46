import { defineEvent } from '../../events/define.js'
import { fields, group, integer, optional, text, time } from '../../events/fields.js'
import { row } from '../../events/status.js'
import { bilingual } from '../../language.js'

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Mini_Program_Basic_Info/wxa_nickname_audit.html */
const nickname = defineEvent({
  infoType: 'wxa_nickname_audit',
  title: bilingual('名称审核结果', 'Name audited'),
  when: bilingual(
    '设置的名称审核有结果时。需要权限集 30。',
    'When the audit of a new name has a result. Needs permission set 30.',
  ),
  todo: bilingual(
    '不通过时根据 `reason` 更换名称后重新设置。',
    'If it was refused, choose another name according to `reason` and set it.',
  ),
  payload: fields({
    ret: integer('审核结果', 'Result'),
    nickname: optional(text('审核的名称', 'The name')),
    reason: optional(text('不通过的原因', 'Why it was refused')),
  }),
  decidedBy: 'ret',
  // biome-ignore format: one row per line
  statuses: {
    ret: [
      row(2, '审核不通过', 'refused; `reason` says why', 'failed', 'correct-and-retry'),
      row(3, '审核通过', 'passed', 'succeeded', 'none'),
    ],
  },
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/category/wxa_category_audit.html */
const category = defineEvent({
  infoType: 'wxa_category_audit',
  title: bilingual('类目审核结果', 'Category audited'),
  when: bilingual(
    '类目审核有结果时。需要权限集 18。',
    'When the audit of a category has a result. Needs permission set 18.',
  ),
  todo: bilingual(
    '不通过时根据 `reason` 修改资质后重新提交。',
    'If it was refused, correct the documents according to `reason` and submit again.',
  ),
  payload: fields({
    ret: integer('审核结果', 'Result'),
    first: optional(integer('一级类目 id', 'Id of the first-level category')),
    second: optional(integer('二级类目 id', 'Id of the second-level category')),
    reason: optional(text('不通过的原因', 'Why it was refused')),
  }),
  decidedBy: 'ret',
  // biome-ignore format: one row per line
  statuses: {
    ret: [
      row(2, '审核不通过', 'refused; `reason` says why', 'failed', 'correct-and-retry'),
      row(3, '审核通过', 'passed', 'succeeded', 'none'),
    ],
  },
})

/** WeChat does not document the codes of `status`, so the event has no outcome: ask the query API. */
const privacy = defineEvent({
  infoType: 'wxa_privacy_apply',
  title: bilingual('地理位置等隐私接口审核结果', 'Privacy API audited'),
  when: bilingual(
    '申请的隐私接口审核有结果时。需要权限集 18。',
    'When the audit of an application for a privacy API has a result. Needs permission set 18.',
  ),
  todo: bilingual(
    '官方文档未写明状态码的含义，请调用查询接口确认。',
    'The codes of `status` are not documented: use the query API.',
  ),
  payload: fields({
    result_info: group('审核结果', 'The result', {
      api_name: optional(text('接口名', 'Name of the API')),
      apply_time: optional(time('申请时间', 'Time of the application')),
      audit_id: optional(integer('审核单 id', 'Id of the audit order')),
      audit_time: optional(time('审核时间', 'When it was audited')),
      reason: optional(text('不通过的原因', 'Why it was refused')),
      status: optional(integer('审核状态', 'State of the audit')),
    }),
  }),
})

export const settingEvents = [nickname, category, privacy] as const
