import { type Advice, describeStatus, type Outcome, type StatusEntry } from '@wehook/core'

type Row = readonly [code: number, outcome: Outcome, advice: Advice, zh: string, en: string]

/** fastregisterpersonalweapp, query: https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ind/api_fastregisterpersonalmp.html */
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
]

/** fastregisterenterpriseweapp, query: the numbers differ from the personal ones. The only source is a third-party SDK. */
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
]

/** api_wxa_querynickname. */
const nickname: readonly Row[] = [
  [1, 'pending', 'wait', '审核中', 'in review'],
  [2, 'failed', 'correct-and-retry', '审核失败', 'the review refused the name'],
  [3, 'succeeded', 'none', '审核成功', 'the review passed the name'],
]

const tables = { personal, enterprise }

/** What `status` of a query means; the two flows number differently. 1001 to 1008 have the same meaning as in the push. */
export function describeTask(flow: keyof typeof tables, code: number): StatusEntry {
  if (code >= 1001 && code <= 1008) return describeStatus('notify_third_fasteregister', 'status', code)
  return describe(tables[flow], 'status', code)
}

export function describeNickname(code: number): StatusEntry {
  return describe(nickname, 'audit_stat', code)
}

function describe(table: readonly Row[], field: string, code: number): StatusEntry {
  const found = table.find(([candidate]) => candidate === code)
  if (!found) return { ...undocumented, field, code }
  const [, outcome, advice, zh, en] = found
  // Pending states follow one another in the order of their codes.
  const rank = outcome === 'pending' ? code : 100
  return { field, code, known: true, outcome, advice, rank, zh, en }
}

const undocumented = {
  known: false,
  outcome: 'undetermined',
  advice: 'query',
  rank: 0,
  zh: '文档未列出的状态码',
  en: 'a code that the documentation does not list',
} as const

/** The meaning of the status that counts, as in the push: that of the task until it is 12, then that of the review. */
export function describeCertification(taskStatus: number, applyStatus: number): StatusEntry {
  return taskStatus === 12
    ? describeStatus('notify_3rd_wxa_auth', 'apply_status', applyStatus)
    : describeStatus('notify_3rd_wxa_auth', 'task_status', taskStatus)
}
