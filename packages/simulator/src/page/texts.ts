import type { Bilingual } from '@wehook/core'
import type { Task, TaskKind, TaskPhase } from '../task.js'

export const kindTexts: Readonly<Record<TaskKind, Bilingual>> = {
  enterprise: { en: 'Registration of a company', zh: '快速注册企业小程序' },
  'enterprise-legacy': {
    en: 'Registration of a company (retired interface)',
    zh: '快速注册企业小程序（已下线的接口）',
  },
  personal: { en: 'Registration of a person', zh: '快速注册个人小程序' },
  beta: { en: 'Registration of a beta mini program', zh: '注册试用小程序' },
  conversion: { en: 'Conversion of a beta mini program', zh: '试用小程序转正' },
  certification: { en: 'Certification', zh: '小程序认证' },
}

export const phaseTexts: Readonly<Record<TaskPhase, Bilingual>> = {
  person: { en: 'waits for the person', zh: '待本人确认' },
  administrator: { en: 'waits for the administrator', zh: '待小程序管理员确认' },
  payment: { en: 'waits for the payment', zh: '待支付' },
  review: { en: 'in review', zh: '审核中' },
  returned: { en: 'returned: the provider has to resubmit', zh: '已打回，待服务商重新提交' },
  done: { en: 'ended', zh: '已结束' },
}

/** The text of a link that can no longer be used. */
export const endTexts = {
  succeeded: { en: 'Done: everything has been confirmed.', zh: '已完成，全部确认成功。' },
  'timed-out': { en: 'This link has expired: nobody confirmed within 24 hours.', zh: '链接已失效：24 小时内未确认。' },
  refused: { en: 'This task has failed: it was refused.', zh: '任务失败：已被拒绝。' },
  'face-failed': { en: 'This task has failed: the face check did not pass.', zh: '任务失败：人脸识别未通过。' },
  failed: { en: 'This task has failed.', zh: '任务失败。' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const texts = {
  overview: { en: 'Simulated platform', zh: '模拟的第三方平台' },
  time: { en: 'Simulated time', zh: '模拟时间' },
  open: { en: 'Open tasks', zh: '进行中的任务' },
  closed: { en: 'Ended tasks', zh: '已结束的任务' },
  noTasks: { en: 'None. The provider’s API calls create them.', zh: '暂无。服务商调用接口后会出现在这里。' },
  accounts: { en: 'Accounts', zh: '授权方账号' },
  noAccounts: { en: 'None yet.', zh: '暂无。' },
  names: { en: 'Names in review', zh: '审核中的名称' },
  pushes: { en: 'Latest pushes', zh: '最近的推送' },
  unreachable: {
    en: 'Nobody has its link: the answer of the call was lost.',
    zh: '没有人拿到链接：接口的应答已丢失。',
  },
  realName: {
    en: 'The real name did not match (100004). The link is still valid: confirm again.',
    zh: '实名信息与法人姓名不一致（100004）。链接仍有效，可重新确认。',
  },
  faceFailed: {
    en: 'The face check did not pass. Nothing has been pushed; the time-out will be.',
    zh: '人脸识别未通过，不会立即推送，超时后才推送。',
  },
  returned: {
    en: 'The reviewer has returned the certification (打回重填). The provider has to resubmit.',
    zh: '审核已打回重填，由服务商重新提交。',
  },
  until: { en: 'Valid until', zh: '有效期至' },
  reason: { en: 'Reason', zh: '原因' },
  missing: { en: 'There is no such task', zh: '没有这个任务' },
  notNow: { en: 'That is not possible now', zh: '当前无法执行此操作' },
  authorization: { en: 'Authorize the third-party platform', zh: '授权给第三方平台' },
  authorize: { en: 'Authorize', zh: '授权' },
  authorizeNew: { en: 'A new mini program authorizes the platform', zh: '新的小程序授权给平台' },
  authorized: { en: 'Authorized. The auth code is', zh: '已授权，授权码为' },
  revoke: { en: 'Withdraw', zh: '取消授权' },
  isRevoked: { en: 'withdrawn', zh: '已取消授权' },
  pass: { en: 'Accept the name', zh: '名称审核通过' },
  refuseName: { en: 'Refuse the name', zh: '名称审核不通过' },
} as const satisfies Readonly<Record<string, Bilingual>>

/** The subject of a task as readable text. */
export function subjectOf({ request, appid }: Readonly<Task>): string {
  const name = request['name'] ?? request['enterprise_name'] ?? request['account_name'] ?? request['wxuser'] ?? ''
  return [String(name), appid].filter(Boolean).join(' · ')
}
