import { isWechatApiError } from '@wehook/client'
import { findAccounts } from './accounts.js'
import type { AskContext, Fields, Kind } from './kind.js'
import { nextBy } from './next.js'
import { certifyNext, companyFields, enterprise, succeededWith } from './registration.js'
import { companyKey, fourFieldsKey, textOf } from './registration-keys.js'

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
