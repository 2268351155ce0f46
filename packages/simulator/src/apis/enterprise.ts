import { type Api, type Check, forbidFields, requireFields, typeFields } from '../api.js'
import { textOf } from '../call.js'
import { isEnterpriseCode } from '../companies.js'
import {
  belongsToPerson,
  companyChecks,
  lacksSets,
  type States,
  startedOf,
  startRegistration,
  stateOf,
  taskOf,
  wantsNewVersion,
  wantsOldVersion,
} from './registration.js'

const path = '/wxa/component/fastregisterenterpriseweapp'

/** From a single source. The numbers differ from those of personal registration. */
const states: States = {
  created: 1,
  'timed-out': 2,
  refused: 3,
  agreed: 4,
  'face-failed': 6,
  failed: 11,
  succeeded: 12,
}

const platformChecks: readonly Check[] = [
  { rule: 'enterprise/personal-platform', isBroken: belongsToPerson },
  { rule: 'enterprise/permission-sets', isBroken: lacksSets },
]

const current: readonly Check[] = [
  requireFields('enterprise/missing', ['name', 'code', 'component_phone']),
  typeFields('call/format', { name: 'string', code: 'string', component_phone: 'string' }),
  forbidFields('call/forbidden-field', ['code_type', 'legal_persona_openid', 'legal_persona_name']),
  { rule: 'enterprise/code', isBroken: ({ body }) => !isEnterpriseCode(textOf(body, 'code'), 1) },
]

const retired: readonly Check[] = [
  requireFields('enterprise/missing', ['name', 'code', 'code_type', 'legal_persona_openid', 'legal_persona_name']),
  {
    rule: 'enterprise/code',
    isBroken: ({ body }) => !isEnterpriseCode(textOf(body, 'code'), Number(body['code_type'])),
  },
]

/** One path, two versions. */
export const enterpriseApis: readonly Api[] = [
  ...version(current, { isMeant: wantsNewVersion }),
  ...version(retired, { isMeant: wantsOldVersion, isRetired: true }),
]

function version(fields: readonly Check[], which: Pick<Api, 'isMeant' | 'isRetired'>): readonly Api[] {
  return [
    {
      ...which,
      path,
      action: 'create',
      token: 'component',
      body: 'json',
      checks: [...platformChecks, ...fields, ...companyChecks],
      answer: ({ body }, world) => startedOf(startRegistration(world, 'enterprise', body, which.isRetired)),
    },
    {
      ...which,
      path,
      action: 'query',
      token: 'component',
      body: 'json',
      checks: [
        requireFields('enterprise/missing', ['taskid']),
        { rule: 'enterprise/unknown-task', isBroken: (call, world) => !taskOf(call, world, 'enterprise') },
      ],
      answer: (call, world) => stateOf(taskOf(call, world, 'enterprise'), states),
    },
  ]
}
