import { type Client, isWechatApiError } from '@wehook/client'
import { type RuleId, rules, type SimulatedPlatformOptions } from '@wehook/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { createErrorWatch } from '../support/error-walk.js'
import { company, companyCode, createHost, type Host } from './host.js'

const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
const { watch, errors, leaks } = createErrorWatch('all')
const hosts: Host[] = []
const start: typeof createHost = async (...options) => {
  const host = await createHost(...options)
  hosts.push(host)
  return { ...host, client: watch(host.client) }
}
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})

interface Scene {
  readonly client: Client
  readonly host: Host
  /** An account that authorized the platform. */
  readonly appid: string
}
type Call = (scene: Scene) => Promise<unknown>

const legal = { name: company.name, legal_persona_wechat: 'sample_person', legal_persona_name: '样例人' }
const legacy = { ...legal, code: companyCode, code_type: 1, component_phone: '000' } as const
const conversion = {
  enterprise_name: company.name,
  code: companyCode,
  code_type: 1,
  legal_persona_wechat: 'sample_person',
  legal_persona_name: '样例人',
  legal_persona_idcard: '000000000000000000',
  component_phone: '000',
} as const
const certificate = {
  customer_type: 1,
  qualification: 'unknown-material',
  contact_info: { name: '联系人', email: 'contact@example.com' },
  account_name: '样例小程序',
  account_name_type: 1,
  pay_type: 2,
  third_party_phone: '000',
  invoice_info: { invoice_type: 1 },
} as const

const enterprise: Call = ({ client }) => client.registration.enterprise.create(company)
const enterpriseLegacy: Call = ({ client }) => client.registration.enterpriseLegacy.create(legacy)
const personal: Call = ({ client }) => client.registration.personal.create({ wxuser: 'sample_person' })
const beta: Call = ({ client }) => client.registration.beta.create({ name: '样例小程序', openid: 'o-of-a-beta-user' })
const verify: Call = ({ client, appid }) => client.authorizer(appid).beta.verifyLegacy(conversion)
const verifyNow: Call = ({ client, appid }) =>
  client.authorizer(appid).beta.verify({ enterprise_name: company.name, code: companyCode, component_phone: '000' })
const rename: Call = ({ client, appid }) => client.authorizer(appid).beta.setNickname({ name: '名字' })
const setNickname: Call = ({ client, appid }) =>
  client.authorizer(appid).setNickname({ nick_name: '名字', license: 'media' })
const sendToUser: Call = ({ client, appid }) =>
  client
    .authorizer(appid)
    .sendCustomerMessage({ touser: 'o-sample', msgtype: 'image', image: { media_id: 'media-of-a-user' } })
const submit: Call = ({ client, appid }) => client.authorizer(appid).certification.submit(certificate)
const resubmit: Call = ({ client, appid }) =>
  client.authorizer(appid).certification.resubmit({ ...certificate, taskid: 'unknown-task' })
const upload: Call = ({ client, appid }) => client.authorizer(appid).certification.uploadMaterial(png)
const preAuthCode: Call = ({ client }) => client.component.preAuthCode()
const queryAuth: Call = ({ client }) => client.component.queryAuth({ authorization_code: 'queryauthcode@@@unknown' })

/** Which call answers with the rules of a family, and on which path. */
const families: Readonly<Record<string, readonly [path: string, call: Call]>> = {
  call: ['/cgi-bin/component/api_create_preauthcode', preAuthCode],
  token: ['/cgi-bin/component/api_create_preauthcode', preAuthCode],
  quota: ['/wxa/component/fastregisterpersonalweapp', personal],
  authorizer: ['/wxa/setbetaweappnickname', rename],
  ticket: ['/cgi-bin/component/api_component_token', ({ client }) => client.component.accessToken()],
  component: ['/cgi-bin/component/api_start_push_ticket', ({ client }) => client.component.startPushTicket()],
  'auth-code': ['/cgi-bin/component/api_query_auth', queryAuth],
  'refresh-token': [
    '/cgi-bin/component/api_get_authorizer_info',
    ({ client, appid }) => client.component.authorizerInfo({ authorizer_appid: appid }),
  ],
  list: ['/cgi-bin/component/api_get_authorizer_list', ({ client }) => client.component.authorizers()],
  retired: ['/cgi-bin/component/fastregisterweapp', enterpriseLegacy],
  registration: ['/wxa/component/fastregisterenterpriseweapp', enterprise],
  enterprise: ['/wxa/component/fastregisterenterpriseweapp', enterprise],
  legacy: ['/cgi-bin/component/fastregisterweapp', enterpriseLegacy],
  personal: ['/wxa/component/fastregisterpersonalweapp', personal],
  beta: ['/wxa/component/fastregisterbetaweapp', beta],
  conversion: ['/wxa/verifybetaweapp', verify],
  nickname: ['/wxa/setbetaweappnickname', rename],
  rename: ['/wxa/setnickname', setNickname],
  customer: ['/cgi-bin/message/custom/send', sendToUser],
  certification: ['/wxa/sec/wxaauth', submit],
  query: ['/wxa/sec/queryauth', ({ client, appid }) => client.authorizer(appid).certification.query({ taskid: 't' })],
  upload: ['/wxa/sec/uploadauthmaterial', upload],
}

async function scene(options: SimulatedPlatformOptions = {}, account: object = {}): Promise<Scene> {
  const host = await start(options)
  const { appid, authCode } = host.platform.addAuthorizer({ registerType: 13, ...account })
  await host.client.component.queryAuth({ authorization_code: authCode })
  return { host, client: host.client, appid }
}

const documented = (Object.keys(rules) as RuleId[]).flatMap((id) => {
  const rule: { readonly errcode?: number; readonly errmsg?: string } = rules[id]
  return rule.errcode === undefined ? [] : [{ id, errcode: rule.errcode, errmsg: rule.errmsg ?? '' }]
})

describe('over HTTP, every errcode that the simulated platform knows', () => {
  it('comes out with meaning in both languages, advice and rid', async () => {
    const it = await scene()
    const { platform } = it.host
    for (const { id, errcode, errmsg } of documented) {
      const [path, call] = families[id.split('/')[0] ?? ''] ?? []
      if (!path || !call) throw new Error(`no call for the rules of ${id}`)
      if (id.startsWith('ticket/')) await platform.clock.advance({ hours: 2 })
      platform.failNext(path, { errcode, errmsg }, 2)
      const error = await call(it).catch((caught: unknown) => caught)
      if (!isWechatApiError(error, errcode)) throw new Error(`${id}: ${String(error)}`)
      expect(error, id).toMatchObject({ known: true, errmsg, rid: expect.stringMatching(/^[\w-]+$/) })
      expect(error.meaning.zh, id).toMatch(/[\u4e00-\u9fff]|ticket|appid|component/)
      expect(error.advice, id).not.toBe('none')
      // One not consumed because the call is never repeated must not meet the next.
      await call(it).catch(() => undefined)
      await platform.clock.advance({ minutes: 1 })
    }
  })
})

describe('over HTTP, a rule that is really broken', () => {
  const refused = async (call: Promise<unknown>) => {
    const error = await call.catch((caught: unknown) => caught)
    if (!isWechatApiError(error)) throw error
    return error
  }
  const companies = [{ name: company.name, code: companyCode, legalPersonaName: '样例人' }]

  it.each<[number, string, SimulatedPlatformOptions, object, Call]>([
    [
      86022,
      'a company of another name',
      { companies: [{ ...companies[0], name: '别的公司', code: companyCode }] },
      {},
      enterprise,
    ],
    [
      86021,
      'a company that is closed',
      { companies: [{ name: company.name, code: companyCode, state: 'deregistered' }] },
      {},
      enterprise,
    ],
    [89295, 'a platform of a person', { ownedBy: 'person' }, {}, enterprise],
    [89254, 'missing permission sets', { permissionSets: [17, 81] }, {}, enterprise],
    [86032, 'a WeChat id that nobody has', { people: [] }, {}, personal],
    [86034, 'a restricted WeChat id', { people: [{ wechat: 'sample_person', restricted: true }] }, {}, personal],
    [86031, 'a platform that is not published', { published: false }, {}, personal],
    [86040, 'a platform of a person', { ownedBy: 'person' }, {}, personal],
    [86011, 'a forbidden name', { forbiddenNames: ['样例'] }, {}, beta],
    [-1, 'the retired interface', {}, {}, enterpriseLegacy],
    [-1, 'the retired form of a conversion', {}, {}, verify],
    [91021, 'an app that is no beta', {}, { registerType: 0 }, verifyNow],
    [86019, 'a company of another name', { companies: [{ name: '别的公司', code: companyCode }] }, {}, verifyNow],
    [91020, 'an app that is no beta', {}, { registerType: 0 }, rename],
    [61007, 'a permission that was not granted', {}, { permissions: [17] }, rename],
    [89636, 'a material that was never uploaded', {}, { registerType: 0 }, submit],
    [89602, 'a company for an account of a person', {}, { registerType: 15 }, submit],
    [40097, 'a task that does not exist', {}, {}, resubmit],
    [61009, 'an unknown code', {}, {}, queryAuth],
    [61028, 'a platform that is not published', { published: false }, {}, preAuthCode],
  ])('%i: %s', async (errcode, _, options, account, call) => {
    const error = await refused(call(await scene(options, account)))
    expect(error).toMatchObject({ errcode, known: true })
    if (errcode === -1)
      expect(error).toMatchObject({ advice: 'give-up', meaning: { zh: expect.stringContaining('2026-04-30') } })
  })

  it.each<[number, string, SimulatedPlatformOptions, Partial<typeof legacy>]>([
    [86004, 'a WeChat id that nobody has', { people: [] }, {}],
    [61070, 'another name', { people: [{ wechat: 'sample_person', name: '别人' }] }, {}],
  ])('%i of the interfaces as they were: %s', async (errcode, _, options) => {
    const it = await scene({ before: '2026-04-30', ...options })
    expect(await refused(enterpriseLegacy(it))).toMatchObject({ errcode, known: true })
    expect(await refused(verify(it))).toMatchObject({ errcode, known: true })
  })

  it('89249: a second task of one company; 89250: a task that there is not', async () => {
    const { client } = await scene()
    await client.registration.enterprise.create(company)
    expect(await refused(client.registration.enterprise.create(company))).toMatchObject({
      errcode: 89249,
      taskState: 'running',
      retryAfter: { hours: 24 },
    })
    expect(await refused(client.registration.enterprise.query({ taskid: 'unknown' }))).toMatchObject({
      errcode: 89250,
      taskState: 'not-found',
    })
  })

  it('89251, then 89249: a conversion that waits for the legal person, then for the administrator', async () => {
    const it = await scene()
    await verifyNow(it)
    expect(await refused(verifyNow(it))).toMatchObject({
      errcode: 89251,
      taskState: 'awaiting-legal-person',
      advice: 'wait',
    })
    await it.host.platform.person.confirms()
    expect(await refused(verifyNow(it))).toMatchObject({ errcode: 89249, taskState: 'running' })
  })

  it('91030: more than five registrations a day of one person', async () => {
    const it = await scene()
    for (let call = 0; call < 5; call += 1) {
      await personal(it)
      await it.host.platform.clock.advance({ minutes: 1 })
    }
    expect(await refused(personal(it))).toMatchObject({ errcode: 91030, retryAfter: { hours: 24 } })
  })

  it('61004: an address outside of the whitelist, which the error names', async () => {
    const host = await start({ ipWhitelist: ['203.0.113.1'] })
    const error = await refused(host.client.component.accessToken())
    expect(error).toMatchObject({ errcode: 61004, errmsg: expect.stringContaining('127.0.0.1') })
  })

  it('61006 and 40125: a wrong ticket, a wrong secret', async () => {
    const host = await start({ tickets: false })
    await host.tokens.set(`ticket/${host.platform.clientOptions.componentAppId}`, {
      value: JSON.stringify({ ticket: 'ticket@@@invented' }),
      asOf: Number.MAX_SAFE_INTEGER,
    })
    expect(await refused(host.client.component.accessToken())).toMatchObject({
      errcode: 61006,
      hint: expect.stringContaining('startPushTicket'),
    })
    const other = await start({}, { componentAppSecret: 'another-secret' })
    expect(await refused(other.client.component.accessToken())).toMatchObject({ errcode: 40125 })
  })

  it('89604: a second certification; 89608: a resubmission of what was not sent back', async () => {
    const { client, appid } = await scene({}, { registerType: 0 })
    const { certification } = client.authorizer(appid)
    const { mediaid } = await certification.uploadMaterial(png)
    const whole = { ...certificate, qualification: mediaid }
    const { taskid } = await certification.submit(whole)
    expect(await refused(certification.submit(whole))).toMatchObject({
      errcode: 89604,
      taskState: 'running',
      advice: 'query',
    })
    expect(await refused(certification.resubmit({ ...whole, taskid }))).toMatchObject({
      errcode: 89608,
      taskState: 'in-review',
    })
  })
})

it('no error of all these holds anything that a call was given', () => {
  expect(errors()).toBeGreaterThan(30)
  expect(leaks()).toEqual([])
})
