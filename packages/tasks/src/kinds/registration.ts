import { isWechatApiError } from '@wehook/client'
import { describeStatus, type StatusEntry } from '@wehook/core'
import type { TaskRecord } from '../record.js'
import type { NextStep } from '../task.js'
import { findAccounts } from './accounts.js'
import type { AskContext, Fields, Finding, Kind } from './kind.js'
import { nextBy, waitForWechat } from './next.js'

/** A field of an input as text; it was checked before. */
export const textOf = (input: Fields, name: string): string => String(input[name] ?? '')

export const companyKey = (name: string, code: string) => ({
  space: 'company',
  values: [code, name],
  isPersonal: true,
})
export const wechatIdKey = (wxuser: string) => ({ space: 'wxuser', values: [wxuser], isPersonal: true })
export const fourFieldsKey = (name: string, code: string, wechat: string, person: string) => ({
  space: 'four',
  values: [name, code, wechat, person],
  isPersonal: true,
})
const openCompany = (code: string) => ({ space: 'open:company', values: [code], isPersonal: true })

const success = describeStatus('notify_third_fasteregister', 'status', 0)

/** Accounts are made without a certification since 2023-12-25. */
const certifyNext: NextStep = {
  provider: {
    call: 'authorizer(appid).certification.submit',
    zh: '新账号未认证：用 certification.submit 为它申请认证',
    en: 'the new account is not certified: apply for it with certification.submit',
  },
  merchant: { zh: '准备小程序认证的资料', en: 'get the documents for the certification ready' },
}

/** Fields of the current enterprise form that a status of the push concerns; it has none for the legal person. */
const companyFields = { '-1': ['name', 'code'], 101: ['code'], 102: ['name', 'code'], 1000: ['name', 'code'] }
const companyErrorFields = { 86022: ['name', 'code'], 86021: ['code'], 89255: ['code'], 1001: ['code'], 1002: ['code'] }

/** One account of this company or person, or the task cannot say which. */
export async function succeededWith(candidates: readonly string[], status: StatusEntry = success): Promise<Finding> {
  const [appid] = candidates
  if (appid !== undefined && candidates.length === 1) return { status, outcome: 'succeeded', appid }
  return { status, outcome: 'undetermined', candidates }
}

type Query = (
  context: AskContext,
  taskid: string,
) => Promise<{ state: StatusEntry; authorize_url?: string | undefined }>

/** Asks the query of a kind; a success needs its appid from the list of authorizers. */
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

const { api: _, ...withoutCall } = enterprise

/** An adopted registration that only a taskid names: asking both queries, or the account's register_type, tells which kind it is. */
export const unknownRegistration: Kind = {
  ...withoutCall,
  title: { zh: '快速注册小程序（类型待定）', en: 'Registration of a kind not known yet' },
  send: () => Promise.reject(new TypeError('this kind has no call')),
  guard: () => ({ space: 'none', values: [] }),
  keys: () => [],
  fields: {},
  ask: async (context, record) => {
    const taskid = record.ids.at(-1)?.id
    if (taskid === undefined) return undefined
    const state = (await tellKind(context, taskid))?.state
    return state && { status: state, outcome: state.outcome === 'succeeded' ? 'undetermined' : state.outcome }
  },
}
/** Which of the two queries knows the taskid: 89250 says that it is not this one. */
export async function tellKind(
  context: AskContext,
  taskid: string,
): Promise<
  { readonly kind: 'registration.enterprise' | 'registration.personal'; readonly state: StatusEntry } | undefined
> {
  const kinds = [
    ['registration.personal', queryPersonal],
    ['registration.enterprise', queryEnterprise],
  ] as const
  for (const [kind, query] of kinds) {
    try {
      return { kind, state: (await query(context, taskid)).state }
    } catch (error) {
      if (!isWechatApiError(error, 89250)) throw error
    }
  }
  return undefined
}

export const enterpriseLegacy: Kind = {
  ...enterprise,
  title: {
    zh: '快速注册企业小程序（旧接口，2026-04-30 下线）',
    en: 'Enterprise registration, the form that WeChat retired on 2026-04-30',
  },
  api: 'registration.enterpriseLegacy.create',
  async send(client, { input }, options) {
    await client.registration.enterpriseLegacy.create(input as never, options)
    return {}
  },
  keys: ({ input }) => {
    const [name, code] = [textOf(input, 'name'), textOf(input, 'code')]
    const person = [textOf(input, 'legal_persona_wechat'), textOf(input, 'legal_persona_name')] as const
    return [fourFieldsKey(name, code, ...person), companyKey(name, code)]
  },
  waitsFor: () => 'legal-person',
  async ask(context, record) {
    const { input } = record
    if (!input || (await isLegacyPending(context, input))) return undefined
    const found = await findAccounts(context, record.openedAt, ({ register_type, principal_name }) => {
      return register_type === 6 && principal_name === input['name']
    })
    return found.length > 0 ? succeededWith(found) : undefined
  },
  afterLastLook: 'failed',
  fields: {
    ...companyFields,
    103: ['legal_persona_name'],
    104: ['legal_persona_name'],
    105: ['legal_persona_name'],
    61070: ['legal_persona_name', 'legal_persona_wechat'],
    86004: ['legal_persona_wechat'],
    89248: ['code_type'],
    89255: ['code'],
    91030: ['legal_persona_wechat'],
  },
  next: nextBy({
    call: 'registration.enterpriseLegacy.create',
    who: { zh: '法定代表人', en: 'legal person' },
    succeeded: certifyNext,
  }),
}

/** The search says only whether the task is still pending: it answers 0 for a success and for a failure. */
async function isLegacyPending({ client }: AskContext, input: Fields): Promise<boolean> {
  try {
    const [name, legal_persona_wechat] = [textOf(input, 'name'), textOf(input, 'legal_persona_wechat')]
    const legal_persona_name = textOf(input, 'legal_persona_name')
    await client.registration.enterpriseLegacy.search({ name, legal_persona_wechat, legal_persona_name })
    return false
  } catch (error) {
    if (isWechatApiError(error, 89251) || isWechatApiError(error, 89252)) return true
    if (isWechatApiError(error, 89250) || isWechatApiError(error, -1)) return false
    throw error
  }
}
