import { type Api, type Check, type Quota, requireFields } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import { isCodeType, isEnterpriseCode, isWechatId, personByWechat } from '../companies.js'
import type { Task } from '../task.js'
import type { World } from '../world.js'
import { hasRunningTask, isNotThePersons, lacksSets, startRegistration } from './registration.js'

const path = '/cgi-bin/component/fastregisterweapp'

const wechatOf = ({ body }: ApiCall): string => textOf(body, 'legal_persona_wechat')

/** Searches and failed calls count as well, so an app must not poll. */
const quotas: readonly Quota[] = [{ rule: 'legacy/quota', limit: 5, per: 'day', of: wechatOf }]

const searchedFields = ['name', 'legal_persona_wechat', 'legal_persona_name']

const createChecks: readonly Check[] = [
  { rule: 'enterprise/permission-sets', isBroken: lacksSets },
  requireFields('legacy/missing', ['name', 'code', 'code_type', 'legal_persona_wechat', 'legal_persona_name']),
  { rule: 'legacy/code-type', isBroken: ({ body }) => !isCodeType(body['code_type']) },
  { rule: 'legacy/code', isBroken: ({ body }) => !isEnterpriseCode(textOf(body, 'code'), Number(body['code_type'])) },
  {
    rule: 'legacy/wechat',
    isBroken: (call, world) => !isWechatId(wechatOf(call)) || personByWechat(world, wechatOf(call)) === null,
  },
  {
    rule: 'legacy/names',
    isBroken: (call, world) => isNotThePersons(call, world, wechatOf(call), 'legal_persona_name'),
  },
  { rule: 'legacy/running', isBroken: hasRunningTask },
]

/** Retired on 2026-04-30. The answer has no taskid: results come by push. */
export const enterpriseLegacyApis: readonly Api[] = [
  {
    path,
    action: 'create',
    token: 'component',
    body: 'json',
    isRetired: true,
    quotas,
    checks: createChecks,
    answer: ({ body }, world) => {
      startRegistration(world, 'enterprise-legacy', body, true)
      return { errcode: 0, errmsg: 'OK' }
    },
  },
  {
    path,
    action: 'search',
    token: 'component',
    body: 'json',
    isRetired: true,
    quotas,
    checks: [
      requireFields('legacy/missing', searchedFields),
      { rule: 'legacy/search-none', isBroken: (call, world) => !searched(call, world) },
      { rule: 'legacy/search-failed', isBroken: (call, world) => hasFailed(searched(call, world)) },
      { rule: 'legacy/search-pending', isBroken: (call, world) => searched(call, world)?.phase === 'person' },
    ],
    answer: () => ({ errcode: 0, errmsg: 'OK' }),
  },
]

function hasFailed(task: Task | undefined): boolean {
  return task?.phase === 'done' && task.progress !== 'succeeded'
}

function searched({ body }: ApiCall, world: World): Task | undefined {
  return world.tasks.findLast(
    ({ kind, request }) => kind === 'enterprise-legacy' && searchedFields.every((name) => request[name] === body[name]),
  )
}
