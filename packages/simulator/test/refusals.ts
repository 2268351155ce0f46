import { createFakeClock, type RuleId, type SimulatedPlatformOptions } from '@wehook/simulator'
import type { Json, Weixin } from './weixin.js'

/** How to break a rule: the answer must be the rule's. */
export interface Refusal {
  readonly options?: SimulatedPlatformOptions
  readonly provoke: (weixin: Weixin) => Promise<Json>
}

const component = '/cgi-bin/component'
const enterprisePath = '/wxa/component/fastregisterenterpriseweapp'
const legacyPath = '/cgi-bin/component/fastregisterweapp'
const personalPath = '/wxa/component/fastregisterpersonalweapp'
const betaPath = '/wxa/component/fastregisterbetaweapp'
const verifyPath = '/wxa/verifybetaweapp'
const before = { before: '2026-04-30' } as const
const code = '91000000MA0000000N'

export const enterprise = { name: '示例公司', code, component_phone: '000', new_version: true }
export const legacy = {
  name: '示例公司',
  code,
  code_type: 1,
  legal_persona_wechat: 'sample_wechat',
  legal_persona_name: '张三',
  component_phone: '000',
}
export const personal = { wxuser: 'sample_wechat', component_phone: '000', new_version: true }
export const beta = { name: '示例小店', openid: 'o-sample' }
export const conversion = {
  verify_info: { enterprise_name: '示例公司', code, component_phone: '000' },
  new_version: true,
}
const oldInfo = {
  ...conversion.verify_info,
  code_type: 1,
  legal_persona_wechat: 'sample_wechat',
  legal_persona_name: '张三',
  legal_persona_idcard: '000000000000000000',
}
const sendPath = '/cgi-bin/message/custom/send'
const toUser = { touser: 'o-sample', msgtype: 'text', text: { content: '您好' } }
const somebody = { wechat: 'sample_wechat', name: '李四' }

/** auth_data that passes once `qualification` is an uploaded material. */
export const authData = (qualification: string) => ({
  customer_type: 1,
  contact_info: { name: '张三', email: 'a@example.com' },
  invoice_info: { invoice_type: 1 },
  qualification,
  account_name: '示例小店',
  account_name_type: 1,
  pay_type: 2,
  third_party_phone: '000',
})
const png = Buffer.from('89504e470d0a1a0a', 'hex')

export async function upload(
  weixin: Weixin,
  token: string,
  name = '1.png',
  bytes = png,
  field = 'media',
): Promise<Json> {
  const form = new FormData()
  form.append(field, new Blob([new Uint8Array(bytes)]), name)
  return weixin.send(`/wxa/sec/uploadauthmaterial?access_token=${token}`, { method: 'POST', body: form })
}

async function certify(weixin: Weixin, change: object, path = '/wxa/sec/wxaauth', token?: string): Promise<Json> {
  const accessToken = token ?? (await weixin.authorizerToken({ principalName: '示例公司' }))
  const { mediaid } = await upload(weixin, accessToken)
  return weixin.post(path, { auth_data: { ...authData(String(mediaid)), ...change } }, accessToken)
}

const asComponent =
  (path: string, body: unknown) =>
  async (weixin: Weixin): Promise<Json> =>
    weixin.post(path, body, await weixin.componentToken())

const own = (path: string, body: object) => async (weixin: Weixin) =>
  weixin.post(
    `${component}/${path}`,
    { component_appid: weixin.platform.clientOptions.componentAppId, ...body },
    await weixin.componentToken(),
  )

const asBeta =
  (path: string, body: unknown, account: object = {}) =>
  async (weixin: Weixin): Promise<Json> =>
    weixin.post(path, body, await weixin.authorizerToken({ registerType: 13, ...account }))

async function times(count: number, call: () => Promise<Json>): Promise<Json> {
  let last: Json = {}
  for (let i = 0; i < count; i++) last = await call()
  return last
}

function token(weixin: Weixin, body: object): Promise<Json> {
  const { componentAppId, componentAppSecret } = weixin.platform.clientOptions
  return weixin.post(`${component}/api_component_token`, {
    component_appid: componentAppId,
    component_appsecret: componentAppSecret,
    component_verify_ticket: 'ticket@@@unknown',
    ...body,
  })
}

async function lastTicket({ platform }: Weixin): Promise<string> {
  await platform.pushTicket()
  const fields = platform.pushes.at(-1)?.fields
  return fields?.infoType === 'component_verify_ticket' ? fields.ComponentVerifyTicket : ''
}

/** One row for every rule of the catalogue that has an errcode. */
export const refusals: Partial<Record<RuleId, Refusal>> = {
  'call/unknown-path': { provoke: (w) => w.post('/wxa/other', {}) },
  'call/method': { provoke: (w) => w.send(`${component}/api_component_token`, { method: 'GET' }) },
  'call/empty-body': { provoke: (w) => w.post(`${component}/api_component_token`, '') },
  'call/format': { provoke: (w) => w.post(`${component}/api_component_token`, '{broken') },
  'call/missing-field': { provoke: own('api_get_authorizer_list', { offset: 0 }) },
  'call/forbidden-field': { provoke: asComponent(`${enterprisePath}?action=create`, { ...enterprise, code_type: 1 }) },
  'call/ip': { options: { ipWhitelist: ['10.0.0.1'] }, provoke: (w) => token(w, {}) },
  'call/unpublished': {
    options: { published: false },
    provoke: own('api_create_preauthcode', {}),
  },
  'token/missing': { provoke: (w) => w.post(`${enterprisePath}?action=create`, enterprise) },
  'token/malformed': { provoke: (w) => w.post(`${enterprisePath}?action=create`, enterprise, 'TOKEN') },
  'token/not-latest': {
    provoke: async (w) => {
      const older = await w.componentToken()
      await token(w, { component_verify_ticket: await lastTicket(w) })
      return w.post(`${enterprisePath}?action=create`, enterprise, older)
    },
  },
  'token/expired': {
    provoke: async (w) => {
      const value = await w.componentToken()
      await w.platform.clock.advance({ hours: 2 })
      return w.post(`${enterprisePath}?action=create`, enterprise, value)
    },
  },
  'token/component-needed': {
    provoke: async (w) => w.post(`${enterprisePath}?action=create`, enterprise, await w.authorizerToken()),
  },
  'token/authorizer-needed': { provoke: asComponent(verifyPath, conversion) },
  'authorizer/unauthorized': {
    provoke: async (w) => {
      const value = await w.authorizerToken({ appid: 'wx0000000000000001' })
      await w.platform.administrator.revokes('wx0000000000000001')
      return own('api_get_authorizer_info', { authorizer_appid: 'wx0000000000000001', value })(w)
    },
  },
  'authorizer/permission': { provoke: asBeta(verifyPath, conversion, { permissions: [18] }) },
  'quota/minute': {
    provoke: async (w) => {
      const value = await w.componentToken()
      let person = 0
      return times(6, () => {
        person += 1
        return w.post(`${personalPath}?action=create`, { ...personal, wxuser: `person_${person}` }, value)
      })
    },
  },
  'quota/day': {
    provoke: async (w) => {
      const value = await w.componentToken()
      let person = 0
      return times(101, async () => {
        person += 1
        await w.platform.clock.advance({ seconds: 15 })
        return w.post(`${personalPath}?action=create`, { ...personal, wxuser: `person_${person}` }, value)
      })
    },
    // From the first hour of a day in China, so that 100 calls fit into it.
    options: { clock: createFakeClock({ now: Date.UTC(2026, 10, 20, 16, 0) }) },
  },
  'ticket/invalid': { provoke: (w) => token(w, {}) },
  'ticket/expired': {
    provoke: async (w) => {
      const ticket = await lastTicket(w)
      await w.platform.clock.advance({ hours: 12 })
      return token(w, { component_verify_ticket: ticket })
    },
  },
  'component/appid': { provoke: (w) => token(w, { component_appid: 'wx0000000000000000' }) },
  'component/not-a-component': {
    provoke: (w) => w.post(`${component}/api_start_push_ticket`, { component_appid: 'wx0', component_secret: 'x' }),
  },
  'component/secret-missing': { provoke: (w) => token(w, { component_appsecret: '' }) },
  'component/secret': { provoke: (w) => token(w, { component_appsecret: 'wrong' }) },
  'auth-code/invalid': { provoke: own('api_query_auth', { authorization_code: 'queryauthcode@@@unknown' }) },
  'auth-code/once': {
    provoke: async (w) => {
      const { authCode } = w.platform.addAuthorizer()
      return times(2, () => own('api_query_auth', { authorization_code: authCode })(w))
    },
  },
  'refresh-token/invalid': {
    provoke: async (w) => {
      const { appid } = w.platform.addAuthorizer()
      return own('api_authorizer_token', { authorizer_appid: appid, authorizer_refresh_token: 'null' })(w)
    },
  },
  'list/count': { provoke: own('api_get_authorizer_list', { offset: 0, count: 501 }) },
  'retired/system-error': { provoke: asComponent(`${legacyPath}?action=create`, legacy) },
  'registration/action': { provoke: asComponent(`${enterprisePath}?action=delete`, enterprise) },
  'registration/raw-names': {
    provoke: asComponent(
      `${enterprisePath}?action=create`,
      JSON.stringify(enterprise).replace('示例', '\\u793a\\u4f8b'),
    ),
  },
  'enterprise/missing': {
    provoke: asComponent(`${enterprisePath}?action=create`, { ...enterprise, component_phone: '' }),
  },
  'enterprise/code': { provoke: asComponent(`${enterprisePath}?action=create`, { ...enterprise, code: '123' }) },
  'enterprise/company': {
    options: { companies: [] },
    provoke: asComponent(`${enterprisePath}?action=create`, enterprise),
  },
  'enterprise/not-operating': {
    options: { companies: [{ name: enterprise.name, code, state: 'deregistered' }] },
    provoke: asComponent(`${enterprisePath}?action=create`, enterprise),
  },
  'enterprise/personal-platform': {
    options: { ownedBy: 'person' },
    provoke: asComponent(`${enterprisePath}?action=create`, enterprise),
  },
  'enterprise/permission-sets': {
    options: { permissionSets: [17, 18] },
    provoke: asComponent(`${enterprisePath}?action=create`, enterprise),
  },
  'enterprise/running': {
    provoke: (w) => times(2, () => asComponent(`${enterprisePath}?action=create`, enterprise)(w)),
  },
  'enterprise/unknown-task': {
    provoke: asComponent(`${enterprisePath}?action=query`, { taskid: 'none', new_version: true }),
  },
  'legacy/missing': {
    options: before,
    provoke: asComponent(`${legacyPath}?action=create`, { ...legacy, legal_persona_name: undefined }),
  },
  'legacy/code-type': {
    options: before,
    provoke: asComponent(`${legacyPath}?action=create`, { ...legacy, code_type: 4 }),
  },
  'legacy/code': { options: before, provoke: asComponent(`${legacyPath}?action=create`, { ...legacy, code_type: 3 }) },
  'legacy/wechat': {
    options: before,
    provoke: asComponent(`${legacyPath}?action=create`, { ...legacy, legal_persona_wechat: '13800000000' }),
  },
  'legacy/names': {
    options: { ...before, people: [somebody] },
    provoke: asComponent(`${legacyPath}?action=create`, legacy),
  },
  'legacy/quota': {
    options: before,
    provoke: (w) => times(6, () => asComponent(`${legacyPath}?action=search`, legacy)(w)),
  },
  'legacy/running': {
    options: before,
    provoke: (w) => times(2, () => asComponent(`${legacyPath}?action=create`, legacy)(w)),
  },
  'legacy/search-none': { options: before, provoke: asComponent(`${legacyPath}?action=search`, legacy) },
  'legacy/search-failed': {
    options: before,
    provoke: async (w) => {
      await asComponent(`${legacyPath}?action=create`, legacy)(w)
      await w.platform.person.refuses()
      return asComponent(`${legacyPath}?action=search`, legacy)(w)
    },
  },
  'customer/escaped': {
    provoke: async (w) => {
      const value = await w.authorizerToken({ permissions: [1] })
      return w.post(sendPath, JSON.stringify({ ...toUser, text: { content: '好' } }).replace('好', '\\u597d'), value)
    },
  },
  'customer/openid': {
    provoke: async (w) => {
      await w.platform.pushMessage('wx0000000000000001', {
        MsgType: 'text',
        Content: '你好',
        FromUserName: toUser.touser,
      })
      return w.post(sendPath, toUser, await w.authorizerToken())
    },
  },
  'customer/out-of-time': { provoke: async (w) => w.post(sendPath, toUser, await w.authorizerToken()) },
  'customer/used-up': {
    provoke: async (w) => {
      const value = await w.authorizerToken({ appid: 'wx0000000000000001' })
      await w.platform.pushMessage('wx0000000000000001', {
        MsgType: 'text',
        Content: '你好',
        FromUserName: toUser.touser,
      })
      return times(6, () => w.post(sendPath, toUser, value))
    },
  },
  'rename/document': { provoke: asBeta('/wxa/setnickname', { nick_name: '示例小店' }, { registerType: 19 }) },
  'rename/name': {
    provoke: asBeta('/wxa/setnickname', { nick_name: '示例小程序', license: 'm' }, { registerType: 19 }),
  },
  'rename/in-review': {
    options: { reviewedNames: ['小店'] },
    provoke: async (w) => {
      const value = await w.authorizerToken()
      return times(2, () => w.post('/wxa/setnickname', { nick_name: '示例小店', license: 'm' }, value))
    },
  },
  'rename/unknown-review': { provoke: asBeta('/wxa/api_wxa_querynickname', { audit_id: 1 }) },
  'legacy/search-pending': {
    options: before,
    provoke: async (w) => {
      await asComponent(`${legacyPath}?action=create`, legacy)(w)
      return asComponent(`${legacyPath}?action=search`, legacy)(w)
    },
  },
  'personal/missing': { provoke: asComponent(`${personalPath}?action=create`, { new_version: true }) },
  'personal/wechat': {
    options: { people: [] },
    provoke: asComponent(`${personalPath}?action=create`, personal),
  },
  'personal/restricted': {
    options: { people: [{ ...somebody, restricted: true }] },
    provoke: asComponent(`${personalPath}?action=create`, personal),
  },
  'personal/names': {
    options: { people: [somebody] },
    provoke: asComponent(`${personalPath}?action=create`, { ...personal, idname: '张三' }),
  },
  'personal/personal-platform': {
    options: { ownedBy: 'person' },
    provoke: asComponent(`${personalPath}?action=create`, personal),
  },
  'personal/unpublished': {
    options: { published: false },
    provoke: asComponent(`${personalPath}?action=create`, personal),
  },
  'personal/permission-sets': {
    options: { permissionSets: [] },
    provoke: asComponent(`${personalPath}?action=create`, personal),
  },
  'personal/quota': {
    provoke: (w) =>
      times(6, async () => {
        await w.platform.clock.advance({ minutes: 1 })
        return asComponent(`${personalPath}?action=create`, personal)(w)
      }),
  },
  'personal/unknown-task': {
    provoke: asComponent(`${personalPath}?action=query`, { taskid: 'none', new_version: true }),
  },
  'beta/missing': { provoke: asComponent(betaPath, { name: '示例小店' }) },
  'beta/name-length': { provoke: asComponent(betaPath, { ...beta, name: '店' }) },
  'beta/name-keyword': { options: { forbiddenNames: ['小店'] }, provoke: asComponent(betaPath, beta) },
  'conversion/not-beta': { provoke: asBeta(verifyPath, conversion, { registerType: 0 }) },
  'conversion/missing': { provoke: asBeta(verifyPath, { verify_info: {}, new_version: true }) },
  'conversion/code-type': {
    options: before,
    provoke: asBeta(verifyPath, { verify_info: { ...oldInfo, code_type: 9 } }),
  },
  'conversion/code': {
    provoke: asBeta(verifyPath, { ...conversion, verify_info: { ...conversion.verify_info, code: '123' } }),
  },
  'conversion/wechat': {
    options: before,
    provoke: asBeta(verifyPath, { verify_info: { ...oldInfo, legal_persona_wechat: '13800000000' } }),
  },
  'conversion/names': {
    options: { ...before, people: [somebody] },
    provoke: asBeta(verifyPath, { verify_info: oldInfo }),
  },
  'conversion/idcard': {
    options: { ...before, people: [{ wechat: 'sample_wechat', idcard: '111111111111111111' }] },
    provoke: asBeta(verifyPath, { verify_info: oldInfo }),
  },
  'conversion/company': { options: { companies: [] }, provoke: asBeta(verifyPath, conversion) },
  'conversion/pending': {
    provoke: async (w) => {
      const value = await w.authorizerToken({ registerType: 13 })
      return times(2, () => w.post(verifyPath, conversion, value))
    },
  },
  'conversion/running': {
    provoke: async (w) => {
      const value = await w.authorizerToken({ registerType: 13 })
      await w.post(verifyPath, conversion, value)
      await w.platform.person.confirms()
      return w.post(verifyPath, conversion, value)
    },
  },
  'nickname/not-beta': { provoke: asBeta('/wxa/setbetaweappnickname', { name: '新名字' }, { registerType: 0 }) },
  'nickname/keyword': {
    options: { forbiddenNames: ['名字'] },
    provoke: asBeta('/wxa/setbetaweappnickname', { name: '新名字' }),
  },
  'nickname/component-token': { provoke: asComponent('/wxa/setbetaweappnickname', { name: '新名字' }) },
  'certification/fields': { provoke: (w) => certify(w, { customer_type: 2 }) },
  'certification/customer-type': { provoke: (w) => certify(w, { customer_type: 15 }) },
  'certification/personal-invoice': {
    provoke: async (w) =>
      certify(
        w,
        { customer_type: 15, invoice_info: { invoice_type: 4 } },
        undefined,
        await w.authorizerToken({ registerType: 15 }),
      ),
  },
  'certification/in-progress': {
    provoke: async (w) => {
      const value = await w.authorizerToken()
      return times(2, () => certify(w, {}, undefined, value))
    },
  },
  'certification/not-returned': {
    provoke: async (w) => {
      const value = await w.authorizerToken()
      const { taskid } = await certify(w, {}, undefined, value)
      return certify(w, { taskid }, '/wxa/sec/reauth', value)
    },
  },
  'certification/task': { provoke: (w) => certify(w, { taskid: 'none' }, '/wxa/sec/reauth') },
  'certification/identification': { provoke: (w) => certify(w, { auth_identification: '皇帝' }) },
  'certification/invoice-title': {
    provoke: (w) =>
      certify(w, { invoice_info: { invoice_type: 2, invoice_title: '别的公司', electronic: { id: '0'.repeat(18) } } }),
  },
  'certification/material': { provoke: (w) => certify(w, { qualification: 'not-uploaded' }) },
  'certification/name': { provoke: (w) => certify(w, { account_name: '' }) },
  'certification/invoice-type': {
    provoke: (w) => certify(w, { invoice_info: { invoice_type: 1, electronic: { id: '0'.repeat(18) } } }),
  },
  'certification/invoice': {
    provoke: (w) =>
      certify(w, { invoice_info: { invoice_type: 2, invoice_title: '示例公司', electronic: { id: '123' } } }),
  },
  'query/task': {
    provoke: async (w) => w.post('/wxa/sec/queryauth', { taskid: 'none' }, await w.authorizerToken()),
  },
  'upload/missing': { provoke: async (w) => upload(w, await w.authorizerToken(), '1.png', png, 'file') },
  'upload/type': { provoke: async (w) => upload(w, await w.authorizerToken(), '1.bmp') },
  'upload/size': {
    provoke: async (w) =>
      upload(w, await w.authorizerToken(), '1.png', Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)])),
  },
}
