import type { StepOptions } from '../manner.js'
import type { PushFields } from '../push/fields.js'
import { endTurn, giveTurn, type Task } from '../task.js'
import type { World } from '../world.js'

type Result = PushFields<'notify_third_fastverifybetaapp'>

/** Statuses of PROTOCOL §3.6 that say whose turn it is. */
const awaiting = {
  person: { status: 89251, msg: 'legal person checking' },
  administrator: { status: 89252, msg: 'administrator checking' },
} as const

export function conversionIssued(world: World, task: Task, options: StepOptions = {}): Promise<unknown> {
  return world.push([resultOf(task, awaiting.person.status, awaiting.person.msg)], options, task)
}

/** The legal person is through: the administrator has 24 h (PROTOCOL §3.6, §4.6). */
export function legalPersonConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
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
  const { info, ...rest } = resultOf(task, status, 'failed')
  return world.push([options.withoutInfo || !info ? rest : { ...rest, info }], options, task)
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
