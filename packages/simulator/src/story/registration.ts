import { companyByCode } from '../companies.js'
import type { StepOptions } from '../manner.js'
import type { PushFields } from '../push/fields.js'
import { endTurn, type Task } from '../task.js'
import { addAuthorizer, authorizedPush, issueAuthCode, type World } from '../world.js'

type Result = PushFields<'notify_third_fasteregister'>

/** Statuses of the final push that PROTOCOL §3.3 gives for time-outs: what the person had not done yet. */
export const timeoutStatuses = { 'id-card': 100001, 'face-check': 100002, confirmation: 100003 } as const
export type TimeoutBefore = keyof typeof timeoutStatuses

/** Texts seen beside a status (PROTOCOL §3.3); they are unstable, and nobody should read them. */
const messages: Readonly<Record<number, string>> = {
  [-1]: 'open verity failed',
  1001: 'corporation exceed register limits',
  1005: 'real name check failed',
}

/** The person did everything: the commercial register decides (PROTOCOL §4.2: mismatches come by push). */
export function registrationConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  const status = options.status ?? registerStatus(world, task)
  if (status !== 0) return registrationFailed(world, task, status, options)
  const authorizer = addAuthorizer(world, {
    nickName: '',
    principalName: String(task.request['name'] ?? task.request['idname'] ?? ''),
    registerType: task.kind === 'personal' ? 15 : 6,
  })
  endTurn(task, 'done', 'succeeded')
  task.appid = authorizer.appid
  task.status = 0
  const code = issueAuthCode(world, authorizer.appid)
  const otherCode = options.codes === 'different' ? issueAuthCode(world, authorizer.appid) : code
  const authorized = authorizedPush('authorized', authorizer.appid, otherCode, world)
  const result: Result = {
    infoType: 'notify_third_fasteregister',
    status: 0,
    msg: 'OK',
    appid: authorizer.appid,
    auth_code: code,
    info: infoOf(task),
  }
  return world.push(options.authorized === 'after' ? [result, authorized] : [authorized, result], options, task)
}

export function registrationFailed(
  world: World,
  task: Task,
  status: number,
  options: StepOptions,
  msg = messages[status] ?? 'check legal persona and enterprise fail',
): Promise<unknown> {
  endTurn(task, 'done', task.progress === 'created' || task.progress === 'agreed' ? 'failed' : task.progress)
  task.status = status
  const result: Result = {
    infoType: 'notify_third_fasteregister',
    status,
    msg,
    ...(!options.withoutInfo && { info: infoOf(task) }),
  }
  return world.push([result], options, task)
}

/** Nobody confirmed in 24 h (PROTOCOL §3.3). */
export function registrationTimedOut(
  world: World,
  task: Task,
  before: TimeoutBefore,
  options: StepOptions,
): Promise<unknown> {
  task.progress = 'timed-out'
  return registrationFailed(world, task, timeoutStatuses[before], options, 'not confirmed')
}

/** What the commercial register knows of the company: statuses of PROTOCOL §3.3. */
function registerStatus(world: World, task: Task): number {
  if (task.kind === 'personal') return 0
  const { name, code, legal_persona_name: legalPersona } = task.request
  const company = companyByCode(world, String(code))
  if (company === undefined) return 0
  if (company === null || company.name !== name) return 102
  if (company.state === 'deregistered') return 101
  const isOtherPerson = legalPersona !== undefined && company.legalPersonaName !== undefined
  return isOtherPerson && company.legalPersonaName !== legalPersona ? 103 : 0
}

/** Interfaces with a taskid push it, and nothing else that tells tasks apart (PROTOCOL §3.4). */
function infoOf(task: Task): NonNullable<Result['info']> {
  const phone = String(task.request['component_phone'] ?? '')
  if (task.kind !== 'enterprise-legacy') {
    return {
      name: '',
      code: task.id,
      code_type: 0,
      legal_persona_wechat: '',
      legal_persona_name: '',
      component_phone: phone,
      taskid: task.id,
    }
  }
  return {
    name: String(task.request['name']),
    code: String(task.request['code']),
    code_type: Number(task.request['code_type']),
    legal_persona_wechat: String(task.request['legal_persona_wechat']),
    legal_persona_name: String(task.request['legal_persona_name']),
    component_phone: phone,
  }
}
