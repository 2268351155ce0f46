import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, identifier, integer, optional, text } from './fields.js'
import { row } from './status.js'

/** Documented as JSON; WeChat was seen to send XML. https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/record/api_createicpverifytask.html */
const icpFaceCheck = defineEvent({
  infoType: 'notify_icpfiling_verify_result',
  title: bilingual('备案人脸核身结果', 'ICP face check result'),
  when: bilingual(
    '管理员完成备案人脸核身时。',
    'When the administrator has completed the face check for the ICP filing.',
  ),
  todo: bilingual(
    '成功后提交备案；失败则重新发起核身任务。任务有效期 3 天，带 `along_with_auth` 时 1 天。',
    'After success, submit the filing; after a failure, start another face check. A task is valid for 3 days, with `along_with_auth` for 1 day.',
  ),
  payload: fields({
    task_id: identifier('核身任务 id', 'Id of the face check task'),
    verify_appid: optional(text('小程序 appid', 'Appid of the mini program')),
    result: integer('人脸核身结果', 'Result of the face check'),
    along_with_auth_result: optional(
      integer(
        '认证短信核验结果，仅在使用 along_with_auth 时返回',
        'Result of the SMS check for certification; only with along_with_auth',
      ),
    ),
  }),
  decidedBy: 'result',
  // biome-ignore format: one row per line
  statuses: {
    result: [
      row(2, '失败', 'face check failed', 'failed', 'retry'),
      row(3, '成功', 'face check passed', 'succeeded', 'none'),
    ],
    along_with_auth_result: [
      row(9, '认证短信核验通过', 'SMS check for certification passed', 'succeeded', 'none'),
    ],
  },
})

/** Documented as JSON; WeChat was seen to send XML. https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/record/api_applyicpfiling.html */
const icpFiling = defineEvent({
  infoType: 'notify_apply_icpfiling_result',
  title: bilingual('备案审核结果', 'ICP filing result'),
  when: bilingual('备案审核驳回或通过时。', 'When the filing is returned or has passed.'),
  todo: bilingual(
    '驳回后修改资料重新提交；平台审核通过后还有管局审核。',
    'After a return, correct the data and submit again. The audit by the authority follows that by the platform.',
  ),
  payload: fields({
    authorizer_appid: identifier('小程序 appid', 'Appid of the mini program'),
    beian_status: integer('备案状态', 'State of the filing'),
  }),
  decidedBy: 'beian_status',
  // biome-ignore format: one row per line
  statuses: {
    beian_status: [
      row(2, '平台审核中', 'under audit by the platform', 'pending', 'wait'),
      row(3, '平台审核驳回', 'returned by the platform', 'returned', 'correct-and-retry'),
      row(4, '管局审核中', 'under audit by the authority', 'pending', 'wait'),
      row(5, '管局审核驳回', 'returned by the authority', 'returned', 'correct-and-retry'),
      row(6, '已备案', 'filed', 'succeeded', 'none'),
      row(1024, '未备案', 'not filed', 'undetermined', 'query'),
      row(1025, '未备案：基本信息未填', 'not filed: basic information is missing', 'undetermined', 'query'),
      row(1026, '未备案：类目未设置', 'not filed: no category is set', 'undetermined', 'query'),
      row(1027, '未备案：基本信息未填且类目未设置', 'not filed: basic information is missing and no category is set', 'undetermined', 'query'),
      row(1028, '未备案：未认证', 'not filed: not certified', 'undetermined', 'query'),
      row(1029, '未备案：基本信息未填且未认证', 'not filed: basic information is missing and the account is not certified', 'undetermined', 'query'),
      row(1030, '未备案：类目未设置且未认证', 'not filed: no category is set and the account is not certified', 'undetermined', 'query'),
      row(1031, '未备案：基本信息未填、类目未设置且未认证', 'not filed: basic information is missing, no category is set and the account is not certified', 'undetermined', 'query'),
    ],
  },
})

export const icpEvents = [icpFaceCheck, icpFiling] as const
