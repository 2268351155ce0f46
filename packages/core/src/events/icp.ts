import { fields, identifier, integer, optional, text } from './fields.js'
import { row, statusTables } from './status.js'

/** PROTOCOL §3.10. Documented as JSON, measured as XML. */
export const icpFaceCheck = fields({
  task_id: identifier('核身任务 id', 'The face check task'),
  verify_appid: optional(text('小程序 appid', 'The mini program')),
  result: integer('人脸核身结果', 'Result of the face check'),
  along_with_auth_result: optional(
    integer(
      '认证短信核验结果，仅 along_with_auth 时',
      'Result of the SMS check for certification; only with along_with_auth',
    ),
  ),
})

export const icpFaceCheckStatus = statusTables({
  result: [
    row(2, 'failed', 'retry', '失败', 'face check failed'),
    row(3, 'succeeded', 'none', '成功', 'face check passed'),
  ],
  along_with_auth_result: [row(9, 'succeeded', 'none', '认证短信核验通过', 'SMS check for certification passed')],
})

export const icpFiling = fields({
  authorizer_appid: identifier('小程序 appid', 'The mini program'),
  beian_status: integer('备案状态', 'Where the filing stands'),
})

export const icpFilingStatus = statusTables({
  beian_status: [
    row(2, 'pending', 'wait', '平台审核中', 'under audit by the platform'),
    row(3, 'returned', 'correct-and-retry', '平台审核驳回', 'returned by the platform'),
    row(4, 'pending', 'wait', '管局审核中', 'under audit by the authority'),
    row(5, 'returned', 'correct-and-retry', '管局审核驳回', 'returned by the authority'),
    row(6, 'succeeded', 'none', '已备案', 'filed'),
    row(1024, 'undetermined', 'query', '未备案', 'not filed'),
    row(
      1025,
      'undetermined',
      'query',
      '未备案 && 小程序…',
      'not filed, with a further condition that no source has in full',
    ),
  ],
})
