import type { Client } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import {
  appid,
  authorize,
  componentAppId,
  componentAppSecret,
  createFakeWechat,
  createTestClient,
} from './fake-wechat.js'
import { certification, creditCode, enterprise, legacy, png, resubmission, verifyLegacy } from './valid-inputs.js'

/**
 * Every call as docs/protocol.md has it, typed from its tables: section, method, path, query beside the token, the token's name and
 * kind, field names of the body. The other side of this table is what the client really sends.
 */
interface Row {
  readonly section: string
  readonly call: (client: Client) => Promise<unknown>
  readonly method?: 'GET'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly token: 'none' | 'component' | 'authorizer'
  readonly tokenName?: 'component_access_token'
  /** `'multipart'`, nothing for no body, or the fields by name; nested ones with a dot. */
  readonly body?: 'multipart' | readonly string[]
}

const vat = [
  'enterprise_phone', 'id', 'enterprise_address', 'bank_name', 'bank_account', 'mailing_address', 'address', 'name', 'phone',
  'province', 'city', 'district', 'desc',
] // biome-ignore format: one table row

const fullCertification = {
  ...certification,
  pay_type: 2,
  account_supplemental: ['m1'],
  qualification_other: ['m2'],
  service_appid: 'wx0000000000servic',
  invoice_info: {
    invoice_type: 4,
    invoice_title: '深圳市样例科技有限公司',
    vat: {
      ...(Object.fromEntries(vat.map((field) => [field, 'x'])) as Record<'name', string>),
      id: '123456789012345',
    } as never,
  },
} as const
const certificationFields = [
  'auth_data.customer_type', 'auth_data.qualification', 'auth_data.contact_info.name', 'auth_data.contact_info.email',
  'auth_data.account_name', 'auth_data.account_name_type', 'auth_data.pay_type', 'auth_data.third_party_phone',
] // biome-ignore format: one table row

const component = { token: 'component', tokenName: 'component_access_token' } as const
const me = (client: Client) => client.authorizer(appid)

const rows: readonly Row[] = [
  {
    section: '§4.1',
    call: (c) => c.component.accessToken(),
    path: '/cgi-bin/component/api_component_token',
    token: 'none',
    body: ['component_appid', 'component_appsecret', 'component_verify_ticket'],
  },
  {
    section: '§4.1',
    call: (c) => c.component.startPushTicket(),
    path: '/cgi-bin/component/api_start_push_ticket',
    token: 'none',
    body: ['component_appid', 'component_secret'],
  },
  {
    section: '§4.1',
    call: (c) => c.component.preAuthCode(),
    path: '/cgi-bin/component/api_create_preauthcode',
    ...component,
    body: ['component_appid'],
  },
  {
    section: '§4.1',
    call: (c) => c.component.queryAuth({ authorization_code: 'queryauthcode@@@x' }),
    path: '/cgi-bin/component/api_query_auth',
    ...component,
    body: ['component_appid', 'authorization_code'],
  },
  {
    section: '§4.1',
    call: (c) => c.authorizer('wx0000000000unseen').accessToken(),
    path: '/cgi-bin/component/api_authorizer_token',
    ...component,
    body: ['component_appid', 'authorizer_appid', 'authorizer_refresh_token'],
  },
  {
    section: '§4.1',
    call: (c) => c.component.authorizerInfo({ authorizer_appid: appid }),
    path: '/cgi-bin/component/api_get_authorizer_info',
    ...component,
    body: ['component_appid', 'authorizer_appid'],
  },
  {
    section: '§4.1',
    call: (c) => c.component.authorizers(),
    path: '/cgi-bin/component/api_get_authorizer_list',
    ...component,
    body: ['component_appid', 'offset', 'count'],
  },
  {
    section: '§4.3',
    call: (c) => c.registration.enterprise.create(enterprise),
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'create' },
    token: 'component',
    body: ['name', 'code', 'component_phone', 'new_version'],
  },
  {
    section: '§4.3',
    call: (c) => c.registration.enterprise.query({ taskid: 't' }),
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'query' },
    token: 'component',
    body: ['taskid', 'new_version'],
  },
  {
    section: '§4.2',
    call: (c) => c.registration.enterpriseLegacy.create(legacy),
    path: '/cgi-bin/component/fastregisterweapp',
    query: { action: 'create' },
    ...component,
    body: ['name', 'code', 'code_type', 'legal_persona_wechat', 'legal_persona_name', 'component_phone'],
  },
  {
    section: '§4.2',
    call: (c) =>
      c.registration.enterpriseLegacy.search({
        name: 'x',
        legal_persona_wechat: 'sample_person',
        legal_persona_name: 'x',
      }),
    path: '/cgi-bin/component/fastregisterweapp',
    query: { action: 'search' },
    ...component,
    body: ['name', 'legal_persona_wechat', 'legal_persona_name'],
  },
  {
    section: '§4.4',
    call: (c) => c.registration.personal.create({ wxuser: 'sample_person', idname: '样例人', component_phone: '0' }),
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'create' },
    token: 'component',
    body: ['wxuser', 'idname', 'component_phone', 'new_version'],
  },
  {
    section: '§4.4',
    call: (c) => c.registration.personal.query({ taskid: 't' }),
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'query' },
    token: 'component',
    body: ['taskid', 'new_version'],
  },
  {
    section: '§4.5',
    call: (c) => c.registration.beta.create({ name: '样例名称', openid: 'openid' }),
    path: '/wxa/component/fastregisterbetaweapp',
    token: 'component',
    body: ['name', 'openid'],
  },
  {
    // Where new_version belongs is unconfirmed: it is sent in both places.
    section: '§4.6',
    call: (c) => me(c).beta.verify({ enterprise_name: 'x', code: creditCode, component_phone: '0' }),
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    body: [
      'verify_info.enterprise_name',
      'verify_info.code',
      'verify_info.component_phone',
      'verify_info.new_version',
      'new_version',
    ],
  },
  {
    section: '§4.6, retired',
    call: (c) => me(c).beta.verifyLegacy(verifyLegacy),
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    body: [
      'verify_info.enterprise_name',
      'verify_info.code',
      'verify_info.code_type',
      'verify_info.legal_persona_wechat',
      'verify_info.legal_persona_name',
      'verify_info.legal_persona_idcard',
      'verify_info.component_phone',
    ],
  },
  {
    section: '§4.7',
    call: (c) => me(c).beta.setNickname({ name: 'x' }),
    path: '/wxa/setbetaweappnickname',
    token: 'authorizer',
    body: ['name'],
  },
  {
    section: '§4.7',
    call: (c) => me(c).setNickname({ nick_name: 'x', license: 'm1', naming_other_stuff_1: 'm2' }),
    path: '/wxa/setnickname',
    token: 'authorizer',
    body: ['nick_name', 'license', 'naming_other_stuff_1'],
  },
  {
    section: '§1.9',
    call: (c) => me(c).sendCustomerMessage({ touser: 'o', msgtype: 'text', text: { content: '你好' } }),
    path: '/cgi-bin/message/custom/send',
    token: 'authorizer',
    body: ['touser', 'msgtype', 'text.content'],
  },
  {
    section: '§4.7',
    call: (c) => me(c).queryNickname({ audit_id: 1 }),
    path: '/wxa/api_wxa_querynickname',
    token: 'authorizer',
    body: ['audit_id'],
  },
  {
    section: '§4.8',
    call: (c) => me(c).certification.submit(fullCertification),
    path: '/wxa/sec/wxaauth',
    token: 'authorizer',
    body: [
      ...certificationFields,
      'auth_data.account_supplemental',
      'auth_data.qualification_other',
      'auth_data.service_appid',
      'auth_data.invoice_info.invoice_type',
      'auth_data.invoice_info.invoice_title',
      ...vat.map((field) => `auth_data.invoice_info.vat.${field}`),
    ],
  },
  {
    section: '§4.8, a person paid for by the provider',
    call: (c) =>
      me(c).certification.submit({
        customer_type: 15,
        auth_identification: '导演',
        auth_ident_material: ['m'],
        pay_type: 1,
        service_appid: 'wx0000000000servic',
        contact_info: { name: 'x', email: 'x@example.com' },
        account_name: 'x',
        account_name_type: 2,
        third_party_phone: '0',
      }),
    path: '/wxa/sec/wxaauth',
    token: 'authorizer',
    body: [
      ...certificationFields.filter((field) => field !== 'auth_data.qualification'),
      'auth_data.auth_identification',
      'auth_data.auth_ident_material',
      'auth_data.service_appid',
      'auth_data.invoice_info.invoice_type',
    ],
  },
  {
    section: '§4.8, again',
    call: (c) =>
      me(c).certification.resubmit({
        ...resubmission,
        invoice_info: {
          invoice_type: 2,
          invoice_title: 'x',
          electronic: { id: '123456789012345678', desc: 'x' },
        },
      }),
    path: '/wxa/sec/reauth',
    token: 'authorizer',
    body: [
      ...certificationFields,
      'auth_data.taskid',
      'auth_data.contact_info.mobile',
      'auth_data.invoice_info.invoice_type',
      'auth_data.invoice_info.invoice_title',
      'auth_data.invoice_info.electronic.id',
      'auth_data.invoice_info.electronic.desc',
    ],
  },
  {
    section: '§4.9',
    call: (c) => me(c).certification.query({ taskid: 't' }),
    path: '/wxa/sec/queryauth',
    token: 'authorizer',
    body: ['taskid'],
  },
  {
    section: '§4.9',
    call: (c) => me(c).certification.uploadMaterial(png),
    path: '/wxa/sec/uploadauthmaterial',
    token: 'authorizer',
    body: 'multipart',
  },
  {
    section: '§4.9',
    call: (c) => me(c).certification.identityTree(),
    method: 'GET',
    path: '/wxa/sec/authidentitytree',
    token: 'authorizer',
  },
]

const answers = {
  '/cgi-bin/component/api_create_preauthcode': { pre_auth_code: 'p', expires_in: 1800 },
  '/cgi-bin/component/api_query_auth': { authorization_info: { authorizer_appid: appid } },
  '/cgi-bin/component/api_get_authorizer_info': {
    authorizer_info: {},
    authorization_info: { authorizer_appid: appid },
  },
  '/cgi-bin/component/api_get_authorizer_list': {
    total_count: 1,
    list: [{ authorizer_appid: 'wx0000000000unseen', refresh_token: 'r', auth_time: 1 }],
  },
  '/wxa/component/fastregisterenterpriseweapp': { taskid: 't', authorize_url: 'https://x', status: 1 },
  '/wxa/component/fastregisterpersonalweapp': { taskid: 't', authorize_url: 'https://x', status: 0 },
  '/wxa/component/fastregisterbetaweapp': { unique_id: 'u', authorize_url: 'https://x' },
  '/wxa/api_wxa_querynickname': { nickname: 'x', audit_stat: 1 },
  '/wxa/sec/wxaauth': { errcode: 0, errmsg: '', taskid: 't' },
  '/wxa/sec/reauth': { errcode: 0, errmsg: '', taskid: 't' },
  '/wxa/sec/queryauth': { errcode: 0, errmsg: '', task_status: 12, apply_status: 3 },
  '/wxa/sec/uploadauthmaterial': { errcode: 0, mediaid: 'm' },
  '/wxa/sec/authidentitytree': { errcode: 0, identity_tree_list: [] },
}

describe('what the client sends is what docs/protocol.md says', () => {
  it.each(rows)('$section $path $query.action', async (row) => {
    const wechat = createFakeWechat(answers)
    const { client, tokens } = await createTestClient(wechat)
    const later = Date.now() + 3600_000
    await authorize(tokens, appid, { refreshToken: 'r', token: 'authorizer-token', expiresAt: later, renewAt: later })
    await row.call(client)

    const sent = wechat.last(row.path)
    const token = { none: undefined, component: 'component-token-1', authorizer: 'authorizer-token' }[row.token]
    expect(sent?.method).toBe(row.method ?? 'POST')
    expect(sent?.path).toBe(row.path)
    expect(sent?.query).toEqual({
      ...row.query,
      ...(token === undefined ? {} : { [row.tokenName ?? 'access_token']: token }),
    })
    if (row.body === 'multipart') expect([...(sent?.form?.keys() ?? [])]).toEqual(['media'])
    else expect(fieldsOf(sent?.body).toSorted()).toEqual([...(row.body ?? [])].toSorted())
  })

  it('holds every method of the client that calls WeChat', async () => {
    const { client } = await createTestClient(createFakeWechat())
    const methods = [client.registration, client.component, client.authorizer(appid)].flatMap((part) => methodsOf(part))
    // Two methods have no API of their own: they call preAuthCode and authorizers.
    const calling = methods.filter((name) => !['authorizationUrl', 'allAuthorizers'].includes(name))
    expect(new Set(rows.map(methodOf))).toEqual(new Set(calling))
  })

  it('sends the values of the platform and the flags of the new versions', async () => {
    const wechat = createFakeWechat(answers)
    const { client } = await createTestClient(wechat)
    await client.component.startPushTicket()
    await client.registration.enterprise.create(enterprise)
    await client.component.authorizers({ offset: 500, count: 20 })
    expect(wechat.last('api_start_push_ticket')?.body).toEqual({
      component_appid: componentAppId,
      component_secret: componentAppSecret,
    })
    expect(wechat.last('fastregisterenterpriseweapp')?.body).toEqual({ ...enterprise, new_version: true })
    expect(wechat.last('api_get_authorizer_list')?.body).toEqual({
      component_appid: componentAppId,
      offset: 500,
      count: 20,
    })
  })

  it('says that there is no invoice for a provider who pays, also where the field is there and undefined', async () => {
    const wechat = createFakeWechat(answers)
    const { client, tokens } = await createTestClient(wechat)
    const later = Date.now() + 3600_000
    await authorize(tokens, appid, { token: 'authorizer-token', expiresAt: later, renewAt: later })
    const paid = {
      ...certification,
      pay_type: 1,
      service_appid: 'wx0000000000servic',
      invoice_info: undefined,
    } as const
    await me(client).certification.submit(paid)
    expect(wechat.last('wxaauth')?.body).toMatchObject({ auth_data: { invoice_info: { invoice_type: 1 } } })
  })

  it('sends Chinese as it is, not escaped', async () => {
    const wechat = createFakeWechat(answers)
    const { client } = await createTestClient(wechat)
    await client.registration.enterprise.create(enterprise)
    expect(wechat.last('fastregisterenterpriseweapp')?.text).toContain(`"name":"${enterprise.name}"`)
  })
})

/** The names of all leaves; a list counts as one. */
function fieldsOf(body: unknown, before = ''): readonly string[] {
  if (body === undefined) return []
  return Object.entries(body as object).flatMap(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value) ? fieldsOf(value, `${before}${name}.`) : [`${before}${name}`],
  )
}

/** `enterprise.create` for each function in a part of the client. */
function methodsOf(part: object, before = ''): readonly string[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value === 'function') return [`${before}${name}`]
    return typeof value === 'object' ? methodsOf(value, `${before}${name}.`) : []
  })
}

/** Which method a row calls, seen by a stand-in for the client that writes down the way to it. */
function methodOf({ call }: Row): string {
  const steps: string[] = []
  const recorder: unknown = new Proxy(() => recorder, {
    get: (_, name) => {
      steps.push(String(name))
      return recorder
    },
    apply: () => recorder,
  })
  call(recorder as Client)
  return steps.slice(1).join('.')
}
