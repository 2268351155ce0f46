import { describeStatus, type StatusEntry } from '@wehook/core'
import type { TaskRecord } from '../record.js'
import type { NextStep } from '../task.js'
import { findAccounts } from './accounts.js'
import type { AskContext, Finding, Kind } from './kind.js'
import { nextBy, waitForWechat } from './next.js'
import { companyKey, openCompany, textOf, wechatIdKey } from './registration-keys.js'

const success = describeStatus('notify_third_fasteregister', 'status', 0)

/** Since 2023-12-25 accounts are created without a certification. */
export const certifyNext: NextStep = {
  provider: {
    call: 'authorizer(appid).certification.submit',
    zh: '新账号未认证：用 certification.submit 为它申请认证',
    en: 'the new account is not certified: apply for it with certification.submit',
  },
  merchant: { zh: '准备小程序认证的资料', en: 'get the documents for the certification ready' },
}

/** Fields of the current enterprise form that a status of the push concerns; it has none for the legal person. */
export const companyFields = { '-1': ['name', 'code'], 101: ['code'], 102: ['name', 'code'], 1000: ['name', 'code'] }
const companyErrorFields = { 86022: ['name', 'code'], 86021: ['code'], 89255: ['code'], 1001: ['code'], 1002: ['code'] }

/** Succeeded with the account, if there is exactly one candidate; with several, the task lists them. */
export async function succeededWith(candidates: readonly string[], status: StatusEntry = success): Promise<Finding> {
  const [appid] = candidates
  if (appid !== undefined && candidates.length === 1) return { status, outcome: 'succeeded', appid }
  return { status, outcome: 'undetermined', candidates }
}

type Query = (
  context: AskContext,
  taskid: string,
) => Promise<{ state: StatusEntry; authorize_url?: string | undefined }>

/** Sends the query of a kind. Its answer has no appid, so for a success that comes from the list of authorizers. */
async function askRegistration(
  context: AskContext,
  record: TaskRecord,
  query: Query,
  fits: Parameters<typeof findAccounts>[2],
): Promise<Finding | undefined> {
  const taskid = record.ids.at(-1)?.id
  if (taskid === undefined) return undefined
  const { state, authorize_url: link } = await query(context, taskid)
  if (state.outcome === 'succeeded') return succeededWith(await findAccounts(context, record.openedAt, fits), state)
  return { status: state, outcome: state.outcome, ...(link !== undefined && { link }) }
}

export const queryEnterprise: Query = ({ client }, taskid) => client.registration.enterprise.query({ taskid })
export const queryPersonal: Query = ({ client }, taskid) => client.registration.personal.query({ taskid })

export const enterprise: Kind = {
  title: { zh: '快速注册企业小程序', en: 'Enterprise registration' },
  infoType: 'notify_third_fasteregister',
  api: 'registration.enterprise.create',
  async send(client, { input }, options) {
    const answer = await client.registration.enterprise.create(input as never, options)
    return { id: answer.taskid, link: answer.authorize_url }
  },
  idSpace: 'registration',
  subject: 'company',
  guard: ({ input }) => openCompany(textOf(input, 'code')),
  keys: ({ input }) => [companyKey(textOf(input, 'name'), textOf(input, 'code'))],
  createsAccount: true,
  outcomes: ['succeeded', 'pending', 'failed', 'undetermined'],
  runningCodes: [89249, 89251, 89252],
  waitsFor: (status) => (status?.code === 10 || status?.code === 13 ? 'wechat' : 'legal-person'),
  ask: (context, record) =>
    askRegistration(context, record, queryEnterprise, ({ register_type, principal_name }) => {
      return register_type === 6 && principal_name === record.input?.['name']
    }),
  afterLastLook: 'undetermined',
  looksAtHours: [0, 1, 4, 24],
  fields: { ...companyFields, ...companyErrorFields, 14: ['name', 'code'] },
  next: nextBy({
    call: 'registration.enterprise.create',
    who: { zh: '法定代表人', en: 'legal person' },
    succeeded: certifyNext,
    turns: { wechat: waitForWechat },
  }),
}

export const personal: Kind = {
  ...enterprise,
  title: { zh: '快速注册个人小程序', en: 'Personal registration' },
  api: 'registration.personal.create',
  async send(client, { input }, options) {
    const answer = await client.registration.personal.create(input as never, options)
    return { id: answer.taskid, link: answer.authorize_url }
  },
  subject: 'person',
  guard: ({ input, reference }) => ({
    space: 'open:person',
    values: [textOf(input, 'wxuser'), reference],
    isPersonal: true,
  }),
  keys: ({ input }) => [wechatIdKey(textOf(input, 'wxuser'))],
  runningCodes: [],
  waitsFor: (status) => (status?.code === 10 || status?.code === 13 ? 'wechat' : 'user'),
  ask: (context, record) =>
    askRegistration(context, record, queryPersonal, ({ register_type }) => {
      return register_type === 15 || register_type === 16
    }),
  fields: { 86032: ['wxuser'], 86034: ['wxuser'], 86036: ['idname', 'wxuser'], 91030: ['wxuser'] },
  next: nextBy({
    call: 'registration.personal.create',
    who: { zh: '用户本人', en: 'person' },
    succeeded: certifyNext,
    turns: { wechat: waitForWechat },
  }),
}
