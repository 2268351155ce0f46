import { companyByCode, personByWechat } from '../companies.js'
import type { PushFields } from '../push/fields.js'
import type { StepOptions } from '../step-options.js'
import type { Task } from '../task.js'
import { endTurn } from '../turns.js'
import { addAuthorizer, authorizedPush, issueAuthCode, type World } from '../world.js'

type Result = PushFields<'notify_third_fasteregister'>
type Info = NonNullable<Result['info']>

/** Statuses of the final push after a timeout, by the step that the person has not taken. */
export const timeoutStatuses = { 'id-card': 100001, 'face-check': 100002, confirmation: 100003 } as const
export type TimeoutBefore = keyof typeof timeoutStatuses

/** Texts that real pushes had next to a status. They change, so an app should not depend on them. */
const messages: Readonly<Record<number, string>> = {
  [-1]: 'open verity failed',
  1001: 'corporation exceed register limits',
  1005: 'real name check failed',
}

/** The person has completed all steps: the commercial register decides, and mismatches come by push. */
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
    info: infoOf(world, task, options),
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
    ...(!options.withoutInfo && { info: infoOf(world, task, options) }),
  }
  return world.push([result], options, task)
}

/** Nobody confirmed in 24 h. */
export function registrationTimedOut(
  world: World,
  task: Task,
  before: TimeoutBefore,
  options: StepOptions,
): Promise<unknown> {
  task.progress = 'timed-out'
  return registrationFailed(world, task, timeoutStatuses[before], options, 'not confirmed')
}

/** The result of the commercial register for the company, as a status of the push. */
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

/**
 * Real pushes of the current APIs have the taskid and nothing else that identifies the task. WeChat's pages show the data
 * of the company or the person instead.
 */
function infoOf(world: World, task: Task, options: StepOptions): Info {
  if (task.kind === 'enterprise-legacy') return companyInfo(task, task.request)
  if (options.info !== 'documented') return taskInfo(task)
  return task.kind === 'personal' ? personInfo(world, task) : companyInfo(task, legalPersonOf(world, task))
}

const phoneOf = ({ request }: Task) => String(request['component_phone'] ?? '')

function taskInfo(task: Task): Info {
  return {
    name: '',
    code: task.id,
    code_type: 0,
    legal_persona_wechat: '',
    legal_persona_name: '',
    component_phone: phoneOf(task),
    taskid: task.id,
  }
}

function companyInfo(task: Task, person: Task['request']): Info {
  return {
    name: String(task.request['name']),
    code: String(task.request['code']),
    code_type: Number(task.request['code_type'] ?? 1),
    legal_persona_wechat: String(person['legal_persona_wechat']),
    legal_persona_name: String(person['legal_persona_name']),
    component_phone: phoneOf(task),
  }
}

/** The current API gets no data of the legal person: they come from the register, or are made up. */
function legalPersonOf(world: World, task: Task): Task['request'] {
  const name = companyByCode(world, String(task.request['code']))?.legalPersonaName ?? '模拟法人'
  const wechat = world.options.people?.find((person) => person.name === name)?.wechat ?? 'simulated_wechat'
  return { legal_persona_wechat: wechat, legal_persona_name: name }
}

function personInfo(world: World, task: Task): Info {
  const wxuser = String(task.request['wxuser'])
  const name = task.request['idname'] ?? personByWechat(world, wxuser)?.name ?? '模拟用户'
  return { wxuser, idname: String(name), component_phone: phoneOf(task) }
}
