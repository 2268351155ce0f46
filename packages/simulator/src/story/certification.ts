import type { PushFields } from '../push/fields.js'
import type { StepOptions } from '../step-options.js'
import type { Task } from '../task.js'
import { endTurn, startTask } from '../turns.js'
import type { World } from '../world.js'

type Result = PushFields<'notify_3rd_wxa_auth'>

/** task_status of queryauth, by what the administrator has done. */
export const taskStatuses = {
  created: 0,
  'timed-out': 1,
  refused: 2,
  agreed: 3,
  'face-failed': 5,
  succeeded: 12,
  failed: 14,
} as const

/** apply_status of queryauth. */
export const applyStatuses = { none: 0, payment: 1, review: 2, returned: 3, passed: 4, failed: 5 } as const

/** A first submission or a resubmission: the administrator gets the link, and the host a push with task_status 0. */
export function certificationSubmitted(world: World, request: Readonly<Record<string, unknown>>, appid: string): Task {
  const task = startTask(world, { kind: 'certification', id: world.ids.hex(32), request, appid }, (late) => {
    // WeChat pushes task_status 0, 6, 9 and 12 only, so a timeout is only visible in the query.
    endTurn(late, 'done', 'timed-out')
  })
  void world.push([resultOf(task, 0, '资料检验成功，等待管理员授权')], {}, task)
  return task
}

/** Authorized, face and phone checked, application created: then the payment follows, or with a prepaid package the review. */
export function administratorConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  if (options.status) return certificationRefused(task, 'failed')
  endTurn(task, 'payment', 'succeeded')
  task.applyStatus = applyStatuses.payment
  const steps = [resultOf(task, 6, '人脸认证成功', 0), resultOf(task, 9, '手机验证成功', 0)]
  if (task.request['pay_type'] === 2) {
    return world.push([...steps, resultOf(task, 12, '创建认证审核单成功，等待支付')], options, task)
  }
  return world.push([...steps, inReview(world, task)], options, task)
}

export function certificationPaid(world: World, task: Task, options: StepOptions): Promise<unknown> {
  return world.push([inReview(world, task)], options, task)
}

/** The certification ends before the review: nothing is pushed. */
export function certificationRefused(task: Task, progress: 'refused' | 'face-failed' | 'failed'): Promise<unknown> {
  endTurn(task, 'done', progress)
  return Promise.resolve([])
}

const verdicts = {
  returned: { phase: 'returned', applyStatus: applyStatuses.returned, message: '认证审核被打回' },
  passed: { phase: 'done', applyStatus: applyStatuses.passed, message: '认证审核通过' },
  failed: { phase: 'done', applyStatus: applyStatuses.failed, message: '认证最终失败' },
} as const
export type Verdict = keyof typeof verdicts

/** The reviewer decides. Only the query has the reason. */
export function reviewed(
  world: World,
  task: Task,
  verdict: Verdict,
  reason: string,
  options: StepOptions,
): Promise<unknown> {
  const { phase, applyStatus, message } = verdicts[verdict]
  task.phase = phase
  task.applyStatus = applyStatus
  task.reason = reason
  const authorizer = world.authorizers.get(task.appid ?? '')
  if (authorizer && verdict === 'passed') authorizer.isCertified = true
  return world.push([resultOf(task, 12, message)], options, task)
}

function inReview(world: World, task: Task): Result {
  task.phase = 'review'
  task.applyStatus = applyStatuses.review
  const dispatched = Math.floor(world.clock.now() / 1000)
  return {
    ...resultOf(task, 12, '审核单已派单'),
    dispatch_info: { provider: '模拟审核机构', contact: '00000000000', dispatch_time: dispatched },
  }
}

function resultOf(task: Task, taskStatus: number, message: string, applyStatus = task.applyStatus): Result {
  return {
    infoType: 'notify_3rd_wxa_auth',
    appid: task.appid ?? '',
    task_status: taskStatus,
    message,
    taskid: task.id,
    apply_status: applyStatus,
  }
}
