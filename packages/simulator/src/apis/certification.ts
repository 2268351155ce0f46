import { type Api, type Check, forbidFields, requireFields, typeFields } from '../api.js'
import { type ApiCall, objectOf, textOf } from '../call.js'
import { isForbiddenName } from '../companies.js'
import { applyStatuses, certificationSubmitted, taskStatuses } from '../story/certification.js'
import type { Task } from '../task.js'
import type { World } from '../world.js'
import { identityLeaves, identityTree } from './identity-tree.js'
import { invoiceChecks } from './invoice.js'

const authData = ({ body }: ApiCall) => objectOf(body, 'auth_data')
const isPersonal = (call: ApiCall) => authData(call)['customer_type'] === 15

const oneOf = (field: string, values: readonly unknown[]): Check => ({
  rule: 'certification/fields',
  isBroken: (call) => !values.includes(authData(call)[field]),
})

/** Fields of auth_data. */
const fieldChecks: readonly Check[] = [
  requireFields(
    'certification/fields',
    ['customer_type', 'contact_info', 'account_name_type', 'pay_type', 'third_party_phone'],
    'auth_data',
  ),
  forbidFields('call/forbidden-field', ['auth_type', 'service_uin'], 'auth_data'),
  typeFields('certification/fields', { third_party_phone: 'string', qualification: 'string' }, 'auth_data'),
  oneOf('customer_type', [1, 12, 15]),
  oneOf('account_name_type', [1, 2]),
  oneOf('pay_type', [1, 2]),
  {
    rule: 'certification/fields',
    isBroken: (call) => {
      const contact = objectOf(authData(call), 'contact_info')
      return textOf(contact, 'name') === '' || textOf(contact, 'email') === ''
    },
  },
  {
    rule: 'certification/fields',
    isBroken: (call) => !isPersonal(call) && textOf(authData(call), 'qualification') === '',
  },
  {
    rule: 'certification/fields',
    isBroken: (call) => authData(call)['pay_type'] === 1 && textOf(authData(call), 'service_appid') === '',
  },
  {
    rule: 'certification/fields',
    isBroken: (call) =>
      ['qualification_other', 'auth_ident_material'].some((field) => listOf(authData(call)[field]).length > 10),
  },
  {
    rule: 'certification/name',
    isBroken: (call, world) => {
      const name = textOf(authData(call), 'account_name')
      return name === '' || isForbiddenName(world, name)
    },
  },
  {
    // 15 and 16 are accounts of a person.
    rule: 'certification/customer-type',
    isBroken: (call) => isPersonal(call) !== [15, 16, 17].includes(call.authorizer?.registerType ?? 0),
  },
  { rule: 'certification/material', isBroken: (call, world) => materials(call).some((id) => !world.media.has(id)) },
  {
    rule: 'certification/identification',
    isBroken: (call) => {
      const name = textOf(authData(call), 'auth_identification')
      return name !== '' && !identityLeaves.includes(name)
    },
  },
  {
    rule: 'certification/fields',
    isBroken: (call) =>
      textOf(authData(call), 'auth_identification') !== '' &&
      listOf(authData(call)['auth_ident_material']).length === 0,
  },
  ...invoiceChecks,
]

const shared = { token: 'authorizer', permission: 18 } as const
export const certificationApis: readonly Api[] = [
  {
    ...shared,
    path: '/wxa/sec/wxaauth',
    body: 'json',
    checks: [
      ...fieldChecks,
      {
        // 仅打回重填时可填写
        rule: 'call/forbidden-field',
        isBroken: (call) => objectOf(authData(call), 'contact_info')['mobile'] !== undefined,
      },
      { rule: 'certification/in-progress', isBroken: (call, world) => openTask(call, world) !== undefined },
    ],
    answer: (call, world) => submitted(call, world),
  },
  {
    ...shared,
    path: '/wxa/sec/reauth',
    body: 'json',
    checks: [
      {
        rule: 'certification/task',
        isBroken: (call, world) => {
          const task = taskOf(call, world, authData(call)['taskid'])
          return !task || task.isObsolete === true
        },
      },
      {
        rule: 'certification/not-returned',
        isBroken: (call, world) => taskOf(call, world, authData(call)['taskid'])?.phase !== 'returned',
      },
      ...fieldChecks,
    ],
    answer: (call, world) => {
      const older = taskOf(call, world, authData(call)['taskid'])
      if (older) {
        older.phase = 'done'
        older.isObsolete = true
      }
      return submitted(call, world)
    },
  },
  {
    ...shared,
    path: '/wxa/sec/queryauth',
    body: 'json',
    checks: [{ rule: 'query/task', isBroken: (call, world) => !taskOf(call, world, call.body['taskid']) }],
    answer: (call, world) => stateOf(taskOf(call, world, call.body['taskid'])),
  },
  {
    ...shared,
    path: '/wxa/sec/authidentitytree',
    method: 'GET',
    body: 'none',
    checks: [],
    answer: (_, world) => ({ errcode: 0, errmsg: 'ok', identity_tree_list: identityTree(world.options.identityNames) }),
  },
]

function submitted(call: ApiCall, world: World): object {
  const task = certificationSubmitted(world, authData(call), call.authorizer?.appid ?? '')
  return { errcode: 0, errmsg: 'ok', taskid: task.id, auth_url: task.authorizeUrl }
}

function stateOf(task: Task | undefined): object {
  if (!task) return {}
  const { applyStatus, reason } = task
  return {
    errcode: 0,
    errmsg: '',
    task_status: task.phase === 'payment' ? 15 : taskStatuses[task.progress],
    auth_url: task.authorizeUrl,
    apply_status: applyStatus,
    orderid: applyStatus === applyStatuses.none ? '' : task.id.slice(0, 16),
    appid: task.appid,
    ...(applyStatus === applyStatuses.returned && { refill_reason: reason }),
    ...(applyStatus === applyStatuses.failed && { fail_reason: reason }),
  }
}

function taskOf({ authorizer }: ApiCall, world: World, id: unknown): Task | undefined {
  return world.tasks.find((task) => task.kind === 'certification' && task.id === id && task.appid === authorizer?.appid)
}

function openTask({ authorizer }: ApiCall, world: World): Task | undefined {
  return world.tasks.find(
    (task) => task.kind === 'certification' && task.appid === authorizer?.appid && task.phase !== 'done',
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Every mediaid of the application. */
function materials(call: ApiCall): readonly string[] {
  const data = authData(call)
  const named = [
    data['qualification'],
    data['qualification_other'],
    data['account_supplemental'],
    data['auth_ident_material'],
  ]
  return named.flat().filter((id): id is string => typeof id === 'string' && id !== '')
}
