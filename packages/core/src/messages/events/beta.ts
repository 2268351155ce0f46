import { defineEvent } from '../../events/define.js'
import { fields, group, integer, optional, text, time } from '../../events/fields.js'
import { bilingual } from '../../language.js'

/** WeChat's own spelling of the element. The codes of `status` are not documented, so the events have no outcome. */
const details = {
  ApplyAuthorizationInfoNoitfy: optional(
    group('转正信息', 'The conversion', {
      appid: optional(text('试用小程序 appid', 'Appid of the beta mini program')),
      mp_appid: optional(text('公众号 appid', 'Appid of the official account')),
      status: optional(integer('状态', 'State of the conversion')),
      msg: optional(text('状态信息', 'Text for the status')),
      operation_time: optional(time('操作时间', 'Time of the operation')),
    }),
  ),
}

const todo = bilingual(
  '结果以授权事件接收 URL 的 `notify_third_fastverifybetaapp` 为准。',
  'For the result, use `notify_third_fastverifybetaapp`, which comes to the authorization URL.',
)

const verified = defineEvent({
  infoType: 'betaapp_verify_event',
  title: bilingual('试用小程序转正', 'Beta mini program conversion'),
  when: bilingual('试用小程序转正有进展时。', 'When the state of a conversion changes.'),
  todo,
  payload: fields(details),
})

const applied = defineEvent({
  infoType: 'betaapp_verify_apply_event',
  title: bilingual('试用小程序申请转正', 'Beta mini program conversion applied for'),
  when: bilingual('试用小程序申请转正时。', 'When a conversion is applied for.'),
  todo,
  payload: fields(details),
})

export const betaVerifyEvents = [verified, applied] as const
