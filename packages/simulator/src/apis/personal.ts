import { type Api, type Check, type Quota, requireFields } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import { isWechatId, personByWechat } from '../companies.js'
import {
  belongsToPerson,
  isNotThePersons,
  lacksSets,
  type States,
  startRegistration,
  stateOf,
  taskOf,
  wantsNewVersion,
  wantsOldVersion,
} from './registration.js'

const path = '/wxa/component/fastregisterpersonalweapp'

/** Two official pages contradict each other; according to WeChat's staff this table is right. */
const states: States = {
  created: 0,
  'timed-out': 1,
  refused: 2,
  agreed: 3,
  'face-failed': 5,
  failed: 11,
  succeeded: 12,
}

const wechatOf = ({ body }: ApiCall): string => textOf(body, 'wxuser')

const quotas: readonly Quota[] = [
  { rule: 'quota/minute', limit: 5, per: 'minute', of: () => 'all' },
  { rule: 'quota/day', limit: 100, per: 'day', of: () => 'all' },
  { rule: 'personal/quota', limit: 5, per: 'day', of: wechatOf },
]

const createChecks: readonly Check[] = [
  { rule: 'personal/personal-platform', isBroken: belongsToPerson },
  { rule: 'personal/unpublished', isBroken: (_, world) => world.options.published === false },
  { rule: 'personal/permission-sets', isBroken: lacksSets },
  requireFields('personal/missing', ['wxuser']),
  {
    rule: 'personal/wechat',
    isBroken: (call, world) => !isWechatId(wechatOf(call)) || personByWechat(world, wechatOf(call)) === null,
  },
  {
    rule: 'personal/restricted',
    isBroken: (call, world) => personByWechat(world, wechatOf(call))?.restricted === true,
  },
  {
    rule: 'personal/names',
    isBroken: (call, world) =>
      call.body['idname'] !== undefined && isNotThePersons(call, world, wechatOf(call), 'idname'),
  },
]

/** `new_version: true` since 2026-04-30. */
export const personalApis: readonly Api[] = [
  ...version({ isMeant: wantsNewVersion }, []),
  ...version({ isMeant: wantsOldVersion, isRetired: true }, [requireFields('personal/missing', ['idname'])]),
]

function version(which: Pick<Api, 'isMeant' | 'isRetired'>, fields: readonly Check[]): readonly Api[] {
  return [
    {
      ...which,
      path,
      action: 'create',
      token: 'component',
      body: 'json',
      quotas,
      checks: [...fields, ...createChecks],
      answer: ({ body }, world) => stateOf(startRegistration(world, 'personal', body, which.isRetired), states),
    },
    {
      ...which,
      path,
      action: 'query',
      token: 'component',
      body: 'json',
      checks: [
        requireFields('personal/missing', ['taskid']),
        { rule: 'personal/unknown-task', isBroken: (call, world) => !taskOf(call, world, 'personal') },
      ],
      answer: (call, world) => stateOf(taskOf(call, world, 'personal'), states),
    },
  ]
}
