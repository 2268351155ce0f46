import { type Api, type Check, hasEscapedChinese } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import { companyByCode, personByWechat } from '../companies.js'
import { registrationTimedOut } from '../story/registration.js'
import type { Task, TaskKind } from '../task.js'
import { isRunning, startTask } from '../turns.js'
import { permissionSetsOf, type World } from '../world.js'

/** 账号管理, 开发管理与数据分析, 开放平台账号管理 (either of two), 基本信息设置, 插件管理. */
const neededSets = [[17], [18], [24, 25], [30], [40]]

export const lacksSets: Check['isBroken'] = (_, world) => {
  const held = permissionSetsOf(world)
  return neededSets.some((either) => !either.some((id) => held.includes(id)))
}

export const wantsNewVersion: NonNullable<Api['isMeant']> = ({ body }) => body['new_version'] === true
export const wantsOldVersion: NonNullable<Api['isMeant']> = (call) => !wantsNewVersion(call)

export const belongsToPerson: Check['isBroken'] = (_, world) => world.options.ownedBy === 'person'

export function startRegistration(world: World, kind: TaskKind, request: ApiCall['body'], byMessage = false): Task {
  return startTask(world, { kind, id: world.ids.hex(16), request, byMessage }, (late) =>
    registrationTimedOut(world, late, 'confirmation', {}),
  )
}

/** A company can have only one task at a time, whichever API started it. */
export const hasRunningTask: Check['isBroken'] = ({ body }, world) =>
  world.tasks.some(
    (task) => task.kind.startsWith('enterprise') && task.request['code'] === body['code'] && isRunning(task),
  )

/** The checks on a company that the API makes at once; the others follow after the face check. */
export const companyChecks: readonly Check[] = [
  { rule: 'registration/raw-names', isBroken: hasEscapedChinese },
  {
    rule: 'enterprise/company',
    isBroken: ({ body }, world) => {
      const company = companyByCode(world, textOf(body, 'code'))
      return company === null || (company !== undefined && company.name !== body['name'])
    },
  },
  {
    rule: 'enterprise/not-operating',
    isBroken: ({ body }, world) => companyByCode(world, textOf(body, 'code'))?.state === 'deregistered',
  },
  { rule: 'enterprise/running', isBroken: hasRunningTask },
]

/** The name does not belong to the WeChat id, or its encoding makes a match impossible. */
export function isNotThePersons(call: ApiCall, world: World, wechat: string, nameField: string): boolean {
  if (hasEscapedChinese(call)) return true
  const name = personByWechat(world, wechat)?.name
  return name !== undefined && name !== call.body[nameField]
}

export type States = Readonly<Record<Task['progress'], number>>

/** The answer of `create`; `status` is that of the query. */
export function startedOf({ id, authorizeUrl }: Task): object {
  return { errcode: 0, errmsg: 'ok', taskid: id, authorize_url: authorizeUrl }
}

/** The answer of `query`, and of `create` for a person. Quotas and blacklists (1001 to 1008) are separate states. */
export function stateOf(task: Task | undefined, states: States): object {
  if (!task) return {}
  const { status } = task
  const isLimit = status !== undefined && status >= 1001 && status <= 1008
  return { ...startedOf(task), status: isLimit ? status : states[task.progress] }
}

export function taskOf({ body }: ApiCall, world: World, kind: TaskKind): Task | undefined {
  return world.tasks.find((task) => task.kind === kind && task.id === body['taskid'])
}
