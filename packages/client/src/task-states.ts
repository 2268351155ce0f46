import type { Advice, Outcome, StatusEntry } from '@wehook/core'

type Row = readonly [code: number, outcome: Outcome, advice: Advice, zh: string, en: string]

/** 1001 to 1008 mean the same in both flows (PROTOCOL §3.3). */
const limits: readonly Row[] = [
  [1001, 'failed', 'give-up', '主体创建小程序数量达到上限', 'the entity has reached its number of mini programs'],
  [1002, 'failed', 'give-up', '主体违规命中黑名单', 'the entity is on the blacklist'],
  [
    1003,
    'failed',
    'correct-and-retry',
    '管理员绑定账号数量达到上限',
    "the administrator's number of accounts is reached",
  ],
  [1004, 'failed', 'give-up', '管理员违规命中黑名单', 'the administrator is on the blacklist'],
  [
    1005,
    'failed',
    'correct-and-retry',
    '管理员手机绑定账号数量达到上限',
    "the number of accounts of the administrator's phone is reached",
  ],
  [1006, 'failed', 'give-up', '管理员手机号违规命中黑名单', "the administrator's phone is on the blacklist"],
  [
    1007,
    'failed',
    'give-up',
    '管理员身份证创建账号数量达到上限',
    "the number of accounts of the administrator's ID card is reached",
  ],
  [1008, 'failed', 'give-up', '管理员身份证违规命中黑名单', "the administrator's ID card is on the blacklist"],
]

/** fastregisterpersonalweapp, query (PROTOCOL §4.4). */
const personal: readonly Row[] = [
  [0, 'pending', 'wait', '生成任务', 'the task is made'],
  [1, 'failed', 'retry', '任务超时', 'the task timed out'],
  [2, 'failed', 'retry', '任务已经被用户拒绝', 'the user refused'],
  [3, 'pending', 'wait', '用户同意创建', 'the user agreed'],
  [4, 'pending', 'wait', '已经发起人脸流程', 'the face check has begun'],
  [5, 'failed', 'retry', '人脸认证失败', 'the face check failed'],
  [6, 'pending', 'wait', '人脸认证ok', 'the face check passed'],
  [7, 'pending', 'wait', '人脸认证后已提交手机号下发验证码', 'after the face check, a code was sent to the phone'],
  [8, 'failed', 'retry', '手机验证失败', 'the phone check failed'],
  [9, 'pending', 'wait', '手机验证成功', 'the phone check passed'],
  [10, 'pending', 'wait', '手机号验证成功后提交了创建', 'after the phone check, the creation was submitted'],
  [11, 'failed', 'retry', '创建失败', 'the creation failed'],
  [12, 'succeeded', 'none', '创建成功', 'created'],
  [13, 'pending', 'wait', '验证成功', 'verified'],
  [14, 'failed', 'correct-and-retry', '验证失败', 'verification failed'],
  ...limits,
]

/** fastregisterenterpriseweapp, query: other numbers than the personal ones, from one source (PROTOCOL §4.3). */
const enterprise: readonly Row[] = [
  [1, 'pending', 'wait', '生成任务', 'the task is made'],
  [2, 'failed', 'retry', '任务超时', 'the task timed out'],
  [3, 'failed', 'retry', '被用户拒绝', 'the user refused'],
  [4, 'pending', 'wait', '用户同意创建', 'the user agreed'],
  [5, 'pending', 'wait', '已发起人脸', 'the face check has begun'],
  [6, 'failed', 'retry', '人脸失败', 'the face check failed'],
  [7, 'pending', 'wait', '人脸ok', 'the face check passed'],
  [8, 'pending', 'wait', '已提交手机号下发验证码', 'a code was sent to the phone'],
  [9, 'failed', 'retry', '手机验证失败', 'the phone check failed'],
  [10, 'pending', 'wait', '提交了创建', 'the creation was submitted'],
  [11, 'failed', 'retry', '创建失败', 'the creation failed'],
  [12, 'succeeded', 'none', '创建成功', 'created'],
  [13, 'pending', 'wait', '企业信息验证通过', 'the company data passed'],
  [14, 'failed', 'correct-and-retry', '企业信息验证不通过', 'the company data did not pass'],
  ...limits,
]

/** Until the review order exists (12) the task counts, then the order (PROTOCOL §4.9). */
const certificationTask: readonly Row[] = [
  [0, 'pending', 'wait', '初始状态', 'the task is made'],
  [1, 'failed', 'retry', '任务超时，24小时内有效', 'the task timed out; it is valid for 24 hours'],
  [2, 'failed', 'retry', '用户授权拒绝', 'the user refused'],
  [3, 'pending', 'wait', '用户授权同意', 'the user agreed'],
  [4, 'pending', 'wait', '发起人脸流程', 'the face check has begun'],
  [5, 'failed', 'retry', '人脸认证失败', 'the face check failed'],
  [6, 'pending', 'wait', '人脸认证ok', 'the face check passed'],
  [
    7,
    'pending',
    'wait',
    '人脸认证后，已经提交手机号码下发验证码',
    'after the face check, a code was sent to the phone',
  ],
  [8, 'failed', 'retry', '手机验证失败', 'the phone check failed'],
  [9, 'pending', 'wait', '手机验证成功', 'the phone check passed'],
  [11, 'failed', 'retry', '创建认证审核单失败', 'the review order could not be made'],
  [12, 'pending', 'wait', '创建认证审核单成功', 'the review order is made'],
  [14, 'failed', 'correct-and-retry', '验证失败', 'verification failed'],
  [15, 'pending', 'wait', '等待支付', 'payment is awaited'],
]

const certificationReview: readonly Row[] = [
  [0, 'pending', 'wait', '审核单不存在', 'there is no review order yet'],
  [1, 'pending', 'wait', '待支付', 'payment is awaited'],
  [2, 'pending', 'wait', '审核中', 'in review'],
  [3, 'returned', 'correct-and-retry', '打回重填', 'sent back: correct it and call certification.resubmit'],
  [4, 'succeeded', 'none', '认证通过', 'certified'],
  [5, 'failed', 'give-up', '认证最终失败(不能再修改)', 'failed for good'],
]

const tables = { personal, enterprise, certificationTask, certificationReview }

export function describeTask(table: keyof typeof tables, field: string, code: number): StatusEntry {
  const found = tables[table].find(([candidate]) => candidate === code)
  if (!found)
    return {
      field,
      code,
      known: false,
      outcome: 'undetermined',
      advice: 'query',
      zh: '文档未列出的状态码',
      en: 'a code that WeChat does not document',
    }
  const [, outcome, advice, zh, en] = found
  return { field, code, known: true, outcome, advice, zh, en }
}

/** The status that decides: the task's until 12, the review's from then on. */
export function describeCertification(taskStatus: number, applyStatus: number): StatusEntry {
  return taskStatus === 12
    ? describeTask('certificationReview', 'apply_status', applyStatus)
    : describeTask('certificationTask', 'task_status', taskStatus)
}
