import { defineEvent } from '../../events/define.js'
import { fields, optional, text, time } from '../../events/fields.js'
import { bilingual } from '../../language.js'

/** The numbered points of an audit's reason: WeChat writes `1:…<br>2:…<br>`. A text without numbers is one point. */
export function reasonsOf(reason: string | undefined): readonly string[] {
  return (reason ?? '')
    .split(/<br\s*\/?>|\r?\n/i)
    .map((line) => line.replace(/^\s*\d+\s*[:：.、]\s*/, '').trim())
    .filter((line) => line !== '')
}

/** Media ids joined by `|`. */
function mediaIdsOf(screenShot: string | undefined): readonly string[] {
  return (screenShot ?? '').split('|').filter((id) => id !== '')
}

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/code/audit_event.html */
const passed = defineEvent({
  infoType: 'weapp_audit_success',
  title: bilingual('代码审核通过', 'Code audit passed'),
  when: bilingual('代码审核通过时。需要权限集 18。', 'When the code has passed the audit. Needs permission set 18.'),
  todo: bilingual('调用发布接口发布代码。', 'Release the code.'),
  payload: fields({ SuccTime: optional(time('审核通过的时间', 'When it passed')) }),
  result: {
    outcome: 'succeeded',
    advice: 'none',
    ...bilingual('代码审核通过，可以发布', 'the code passed the audit and can be released'),
  },
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/code/audit_event.html */
const refused = defineEvent({
  infoType: 'weapp_audit_fail',
  title: bilingual('代码审核不通过', 'Code audit refused'),
  when: bilingual('代码审核不通过时。需要权限集 18。', 'When the code was refused. Needs permission set 18.'),
  todo: bilingual(
    '按 `event.reasons` 逐条修改后重新提交审核；截图的素材 id 在 `event.screenshots`。',
    'Correct each point of `event.reasons` and submit the code again. `event.screenshots` has the media ids of screenshots.',
  ),
  payload: fields({
    FailTime: optional(time('审核不通过的时间', 'When it was refused')),
    Reason: optional(text('不通过的原因，带编号，以 <br> 分隔', 'The reasons, as numbered points separated by <br>')),
    ScreenShot: optional(text('截图的素材 id，以 | 分隔', 'Media ids of screenshots, separated by |')),
  }),
  result: {
    outcome: 'failed',
    advice: 'correct-and-retry',
    ...bilingual('代码审核不通过', 'the code was refused'),
  },
  derive: ({ Reason, ScreenShot }: { readonly Reason?: string; readonly ScreenShot?: string }) => ({
    reasons: reasonsOf(Reason),
    screenshots: mediaIdsOf(ScreenShot),
  }),
})

/** https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/code/audit_event.html */
const delayed = defineEvent({
  infoType: 'weapp_audit_delay',
  title: bilingual('代码审核延后', 'Code audit delayed'),
  when: bilingual(
    '代码审核延后时；审核继续进行。需要权限集 18。',
    'When the audit is delayed; it continues. Needs permission set 18.',
  ),
  todo: bilingual('等待审核结果。', 'Wait for the result.'),
  payload: fields({
    DelayTime: optional(time('审核延后的时间', 'When it was delayed')),
    Reason: optional(text('延后的原因', 'The reason')),
  }),
  result: {
    outcome: 'pending',
    advice: 'wait',
    ...bilingual('代码审核延后，仍在进行', 'the audit is delayed and continues'),
  },
  derive: ({ Reason }: { readonly Reason?: string }) => ({ reasons: reasonsOf(Reason) }),
})

export const auditEvents = [passed, refused, delayed] as const
