import { type Api, type Check, forbidFields, hasEscapedChinese, type Quota, requireFields } from '../api.js'
import { type ApiCall, objectOf, textOf } from '../call.js'
import { companyByCode, isCodeType, isEnterpriseCode, isWechatId, personByWechat } from '../companies.js'
import { conversionIssued, conversionTimedOut, realNameDiffers } from '../story/conversion.js'
import type { Task } from '../task.js'
import { endTurn, startTask } from '../turns.js'
import type { World } from '../world.js'

const path = '/wxa/verifybetaweapp'

const infoOf = ({ body }: ApiCall) => objectOf(body, 'verify_info')
const personOf = (call: ApiCall, world: World) => personByWechat(world, textOf(infoOf(call), 'legal_persona_wechat'))

/** WeChat does not say whether new_version belongs at the top level or in verify_info: both are accepted. */
const wantsNewVersion: NonNullable<Api['isMeant']> = (call) =>
  call.body['new_version'] === true || infoOf(call)['new_version'] === true

const quotas: readonly Quota[] = [
  { rule: 'quota/minute', limit: 5, per: 'minute', of: ({ authorizer }) => authorizer?.appid ?? '' },
  { rule: 'quota/day', limit: 100, per: 'day', of: ({ authorizer }) => authorizer?.appid ?? '' },
]

const current: readonly Check[] = [
  requireFields('conversion/missing', ['enterprise_name', 'code', 'component_phone'], 'verify_info'),
  forbidFields(
    'call/forbidden-field',
    ['code_type', 'legal_persona_wechat', 'legal_persona_name', 'legal_persona_idcard'],
    'verify_info',
  ),
  { rule: 'conversion/code', isBroken: (call) => !isEnterpriseCode(textOf(infoOf(call), 'code'), 1) },
]

const retired: readonly Check[] = [
  requireFields(
    'conversion/missing',
    [
      'enterprise_name',
      'code',
      'code_type',
      'legal_persona_wechat',
      'legal_persona_name',
      'legal_persona_idcard',
      'component_phone',
    ],
    'verify_info',
  ),
  { rule: 'conversion/code-type', isBroken: (call) => !isCodeType(infoOf(call)['code_type']) },
  {
    rule: 'conversion/code',
    isBroken: (call) => !isEnterpriseCode(textOf(infoOf(call), 'code'), Number(infoOf(call)['code_type'])),
  },
  {
    rule: 'conversion/wechat',
    isBroken: (call, world) =>
      !isWechatId(textOf(infoOf(call), 'legal_persona_wechat')) || personOf(call, world) === null,
  },
  {
    rule: 'conversion/names',
    isBroken: (call, world) => {
      const name = personOf(call, world)?.name
      return hasEscapedChinese(call) || (name !== undefined && name !== infoOf(call)['legal_persona_name'])
    },
  },
  {
    rule: 'conversion/idcard',
    isBroken: (call, world) => {
      const idcard = personOf(call, world)?.idcard
      return idcard !== undefined && idcard !== infoOf(call)['legal_persona_idcard']
    },
  },
]

const common: readonly Check[] = [
  { rule: 'conversion/not-beta', isBroken: ({ authorizer }) => authorizer?.registerType !== 13 },
  {
    rule: 'conversion/company',
    isBroken: (call, world) => {
      const info = infoOf(call)
      const company = companyByCode(world, textOf(info, 'code'))
      if (company === undefined) return false
      if (company === null || company.name !== info['enterprise_name']) return true
      const { legalPersonaName } = company
      const given = info['legal_persona_name']
      return given !== undefined && legalPersonaName !== undefined && given !== legalPersonaName
    },
  },
  {
    rule: 'conversion/pending',
    isBroken: (call, world) => {
      const task = currentTask(call, world)
      return task?.phase === 'person' && task.status !== realNameDiffers
    },
  },
  { rule: 'conversion/running', isBroken: (call, world) => currentTask(call, world)?.phase === 'administrator' },
]

/** One path, two versions. */
export const conversionApis: readonly Api[] = [
  { ...version(current), isMeant: wantsNewVersion },
  { ...version(retired), isMeant: (call) => !wantsNewVersion(call), isRetired: true },
]

function version(fields: readonly Check[]): Api {
  return {
    path,
    token: 'authorizer',
    body: 'json',
    permission: 81,
    quotas,
    checks: [...fields, ...common],
    answer: startConversion,
  }
}

function startConversion(call: ApiCall, world: World): object {
  const appid = call.authorizer?.appid ?? ''
  // After a failure the task may be started again: the older one is then obsolete.
  const older = currentTask(call, world)
  if (older) endTurn(older, 'done', older.progress)
  const isNew = wantsNewVersion(call)
  const task = startTask(
    world,
    { kind: 'conversion', id: world.ids.hex(16), request: infoOf(call), appid, byMessage: !isNew },
    (late) => conversionTimedOut(world, late),
  )
  void conversionIssued(world, task)
  return { errcode: 0, errmsg: 'ok', ...(isNew && { taskid: task.id, authorize_url: task.authorizeUrl }) }
}

function currentTask({ authorizer }: ApiCall, world: World): Task | undefined {
  return world.tasks.findLast((task) => task.kind === 'conversion' && task.appid === authorizer?.appid)
}
