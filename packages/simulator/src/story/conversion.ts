import type { PushFields } from '../push/fields.js'
import type { StepOptions } from '../step-options.js'
import type { Task } from '../task.js'
import { endTurn, giveTurn } from '../turns.js'
import type { World } from '../world.js'

type Result = PushFields<'notify_third_fastverifybetaapp'>

/** The name of the WeChat account's owner is not the legal person's. */
export const realNameDiffers = 100004

/** Statuses that say who has to act. */
const awaiting = {
  person: { status: 89251, msg: 'legal person checking' },
  administrator: { status: 89252, msg: 'administrator checking' },
} as const

export function conversionIssued(world: World, task: Task, options: StepOptions = {}): Promise<unknown> {
  return world.push([resultOf(task, awaiting.person.status, awaiting.person.msg)], options, task)
}

/** The legal person has confirmed: now the administrator has 24 h. */
export function legalPersonConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  if (options.status === realNameDiffers) return realNameFailed(world, task, options)
  if (options.status) return conversionFailed(world, task, options.status, options)
  giveTurn(world, task, 'administrator', (late) => conversionFailed(world, late, 100003, {}))
  return world.push([resultOf(task, awaiting.administrator.status, awaiting.administrator.msg)], options, task)
}

export function conversionConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  if (options.status) return conversionFailed(world, task, options.status, options)
  endTurn(task, 'done', 'succeeded')
  task.status = 0
  const authorizer = world.authorizers.get(task.appid ?? '')
  if (authorizer) {
    authorizer.registerType = 19
    authorizer.principalName = String(task.request['enterprise_name'] ?? '')
  }
  return world.push([resultOf(task, 0, 'ok')], options, task)
}

export function conversionFailed(world: World, task: Task, status: number, options: StepOptions): Promise<unknown> {
  endTurn(task, 'done', status >= 100001 && status <= 100003 ? 'timed-out' : 'failed')
  task.status = status
  return pushFailure(world, task, status, options)
}

function pushFailure(world: World, task: Task, status: number, options: StepOptions): Promise<unknown> {
  const { info, ...rest } = resultOf(task, status, 'failed')
  return world.push([options.withoutInfo || !info ? rest : { ...rest, info }], options, task)
}

/** The failure is pushed, but the link stays valid until its 24 h are over: the person may confirm again, and succeed. */
function realNameFailed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  task.status = realNameDiffers
  return pushFailure(world, task, realNameDiffers, options)
}

/** Nobody confirmed in 24 h. After 100004 the failure has been pushed already. */
export function conversionTimedOut(world: World, task: Task): unknown {
  if (task.status === realNameDiffers) return endTurn(task, 'done', 'timed-out')
  return conversionFailed(world, task, task.progress === 'face-failed' ? 100002 : 100003, {})
}

function resultOf(task: Task, status: number, msg: string): Result {
  const { request } = task
  const text = (name: string) => String(request[name] ?? '')
  return {
    infoType: 'notify_third_fastverifybetaapp',
    appid: task.appid ?? '',
    status,
    msg,
    info: {
      name: text('enterprise_name'),
      code: text('code'),
      code_type: Number(request['code_type'] ?? 1),
      legal_persona_wechat: text('legal_persona_wechat'),
      legal_persona_name: text('legal_persona_name'),
      component_phone: text('component_phone'),
    },
  }
}
