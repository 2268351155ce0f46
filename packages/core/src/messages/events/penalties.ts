import { defineEvent } from '../../events/define.js'
import { fields, group, identifier, integer, list, optional, text, time } from '../../events/fields.js'
import { row } from '../../events/status.js'
import { bilingual } from '../../language.js'

/** The parsed `detail` of a penalty, with the fields that WeChat documents: for a warning and for banned functions. */
export interface PenaltyDetail {
  /** What a warning is about: 1 the account, 2 functions, 3 taking it down. */
  readonly warned_type?: number
  /** Unix seconds of the deadline for correcting the account. */
  readonly rectify_deadline?: number
  readonly warned_function_names?: readonly string[]
  readonly warned_ban_days?: readonly number[]
  readonly banned_days?: readonly number[]
  readonly banned_function_names?: readonly string[]
}

/** Reads the JSON text in `detail`. Absent where `detail` is not JSON. Names and types are WeChat's and not checked. */
function readDetail({ detail }: { readonly detail?: string }) {
  const parsed = parseObject(detail ?? '') as PenaltyDetail | undefined
  const deadline = parsed?.rectify_deadline
  const isTime = typeof deadline === 'number' && deadline > 0
  return {
    ...(parsed && { detail: parsed }),
    ...(isTime && { rectifyDeadline: new Date(deadline * 1000) }),
  }
}

function parseObject(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/product/illegalEvent.html */
const punishment = defineEvent({
  infoType: 'wxa_punish_event',
  title: bilingual('违规处罚', 'Penalty'),
  when: bilingual(
    '小程序被警告、限制功能、下架、封号或封禁页面时。需要权限集 76。',
    'When a mini program is warned, restricted, taken down or banned. Needs permission set 76.',
  ),
  todo: bilingual(
    '通知商家；收到警告须在 `event.rectifyDeadline` 之前完成整改。`event.detail` 是解析后的 `detail`。',
    'Tell the merchant. After a warning, the merchant must correct the violation before `event.rectifyDeadline`. `event.detail` is the parsed `detail`.',
  ),
  payload: fields({
    event_type: integer(
      '处罚类型：1 警告，2 限制功能，3 下架，4 封号，10 封禁页面',
      'Type: 1 warning, 2 functions banned, 3 taken down, 4 account banned, 10 page banned',
    ),
    punish_id: optional(text('处罚 id', 'Id of the penalty')),
    appid: optional(identifier('小程序 appid', 'Appid of the mini program')),
    punish_time: optional(time('处罚时间', 'Time of the penalty')),
    illegal_reason: optional(text('违规原因', 'Reason')),
    illegal_content: optional(text('违规内容', 'The content that breaks the rule')),
    rule_name: optional(text('规则名称', 'Name of the rule')),
    rule_url: optional(text('规则链接', 'Link to the rule')),
    adjust_guide_url: optional(text('整改指引链接', 'Link to the guide for correcting it')),
    detail: optional(text('处罚详情，JSON 文本', 'Details as JSON text')),
  }),
  derive: readDetail,
})

/** The older form of a penalty. */
const record = defineEvent({
  infoType: 'wxa_illegal_record',
  title: bilingual('违规记录', 'Penalty record'),
  when: bilingual(
    '产生违规记录时（旧版）。需要权限集 76。',
    'When a penalty is recorded, in the older form. Needs permission set 76.',
  ),
  todo: bilingual('调用查询接口获取详情，并通知商家。', 'Get the details with the query API and tell the merchant.'),
  payload: fields({
    illegal_record_id: optional(text('违规记录 id', 'Id of the record')),
    appid: optional(text('小程序 appid', 'Appid of the mini program')),
  }),
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/records/record_event.html */
const appeal = defineEvent({
  infoType: 'wxa_appeal_record',
  title: bilingual('申诉记录', 'Appeal'),
  when: bilingual('申诉状态变化时。需要权限集 76。', 'When the state of an appeal changes. Needs permission set 76.'),
  todo: bilingual(
    '通知商家结果；失败的原因在 `audit_reason`。',
    'Tell the merchant the result; `audit_reason` says why the appeal was rejected.',
  ),
  payload: fields({
    appeal_record_id: optional(text('申诉记录 id', 'Id of the appeal')),
    appid: optional(text('小程序 appid', 'Appid of the mini program')),
    appeal_time: optional(time('申诉时间', 'Time of the appeal')),
    appeal_count: optional(integer('第几次申诉', 'Number of the appeal')),
    appeal_from: optional(integer('申诉来源：0 用户，1 服务商', 'Who appealed: 0 user, 1 provider')),
    appeal_status: integer('申诉状态', 'State of the appeal'),
    audit_time: optional(time('审核时间', 'Time of the decision')),
    audit_reason: optional(text('审核结果的理由', 'Reason of the decision')),
    punish_description: optional(text('处罚说明', 'Description of the penalty')),
    material: optional(
      list('违规与申诉材料', 'Material of the violation and the appeal', {
        illegal_material: optional(
          group('违规材料', 'Material of the violation', {
            content: optional(text('内容', 'Content')),
            content_url: optional(text('内容链接', 'Link to the content')),
          }),
        ),
        appeal_material: optional(
          group('申诉材料', 'Material of the appeal', { reason: optional(text('申诉理由', 'Reason of the appeal')) }),
        ),
      }),
    ),
  }),
  decidedBy: 'appeal_status',
  // biome-ignore format: one row per line
  statuses: {
    appeal_status: [
      row(1, '正在处理', 'in progress', 'pending', 'wait'),
      row(2, '申诉通过', 'accepted', 'succeeded', 'none'),
      row(3, '申诉不通过', 'rejected', 'failed', 'correct-and-retry'),
      row(4, '申诉已撤销', 'withdrawn', 'failed', 'none'),
    ],
  },
})

export const penaltyEvents = [punishment, record, appeal] as const
