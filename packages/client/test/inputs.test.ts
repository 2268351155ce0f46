import { ApiInputError, type Client, isSocialCreditCode } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { appid, createFakeWechat, createTestClient } from './fake-wechat.js'
import { certification, creditCode, enterprise, legacy, resubmission, verifyLegacy } from './valid-inputs.js'

/** Calls with an input that no compiler saw, and gives the issues; fails if anything went out. */
async function issuesOf(call: (client: Client) => Promise<unknown>) {
  const wechat = createFakeWechat()
  const { client } = await createTestClient(wechat)
  const error = await call(client).catch((caught: unknown) => caught)
  if (!(error instanceof ApiInputError)) throw error
  expect(error.code).toBe('ERR_API_INPUT')
  expect(wechat.calls).toEqual([])
  for (const { en, zh } of error.issues) {
    expect(en).toMatch(/[a-z]{2}/)
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
  }
  return error.issues
}

const paths = async (call: (client: Client) => Promise<unknown>) => (await issuesOf(call)).map((issue) => issue.path)
const create = (change: object) => (c: Client) =>
  c.registration.enterpriseLegacy.create({ ...legacy, ...change } as never)
const submit = (change: object) => (c: Client) =>
  c.authorizer(appid).certification.submit({ ...certification, ...change } as never)
const invoice = (invoice_info: object, change: object = {}) => submit({ ...change, invoice_info })

describe('统一社会信用代码', () => {
  // The first is the example of GB 32100-2015, the others are published by the companies themselves.
  it.each(['91350100M000100Y43', '9144030071526726XG', '91330100799655058B'])('%s has its check character', (code) => {
    expect(isSocialCreditCode(code)).toBe(true)
  })

  it('any one wrong character is found', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    for (let at = 0; at < 18; at += 1) {
      for (const other of alphabet.replace(creditCode.charAt(at), '')) {
        expect(isSocialCreditCode(creditCode.slice(0, at) + other + creditCode.slice(at + 1))).toBe(false)
      }
    }
  })
})

describe('code by code_type', () => {
  it.each([
    [1, creditCode],
    [2, '12345678-9'],
    [2, '12345678X'],
    [3, '123456789012345'],
  ])('%i takes %s', async (code_type, code) => {
    const { client } = await createTestClient(createFakeWechat())
    await client.registration.enterpriseLegacy.create({ ...legacy, code_type: code_type as 1, code })
  })

  it.each([
    [1, creditCode.slice(0, 17), '18'],
    [1, `${creditCode}0`, '18'],
    [1, creditCode.toLowerCase(), 'capital'],
    [1, creditCode.replace('M', 'O'), 'except I, O'],
    [1, `${creditCode.slice(0, 17)}0`, 'check character'],
    [2, '1234567-8', '9'],
    [2, '1234567890', '9'],
    [3, '12345678901234', '15'],
    [3, '12345678901234A', '15'],
    [1, '', '18'],
  ])('%i refuses %j and says why', async (code_type, code, why) => {
    const issues = await issuesOf(create({ code_type, code }))
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ path: 'code', en: expect.stringContaining(why) })
  })

  it('the current calls take the 18 characters only', async () => {
    expect(await paths((c) => c.registration.enterprise.create({ ...enterprise, code: '123456789012345' }))).toEqual([
      'code',
    ])
    expect(
      await paths((c) =>
        c.authorizer(appid).beta.verify({ enterprise_name: 'x', code: '12345678-9', component_phone: '0' }),
      ),
    ).toEqual(['code'])
  })
})

describe('a refused input', () => {
  it('names every field that is missing, in both languages', async () => {
    const issues = await issuesOf((c) => c.registration.enterpriseLegacy.create({} as never))
    expect(issues.map((issue) => issue.path)).toEqual([
      'name',
      'code',
      'code_type',
      'legal_persona_wechat',
      'legal_persona_name',
    ])
    expect(issues[0]).toEqual({ path: 'name', en: 'is required', zh: '必填' })
  })

  it.each([undefined, null, 'text', 7, []])('is refused as a whole when it is %j', async (input) => {
    expect(await paths((c) => c.registration.enterprise.create(input as never))).toEqual([''])
  })

  it('says where unknown fields are, wire name by wire name', async () => {
    expect(await paths(create({ legalPersonaName: 'x' }))).toEqual(['legalPersonaName'])
    // Left over in the sample on WeChat's page; the API has no such fields.
    expect(await paths(submit({ auth_type: 0, service_uin: 0 }))).toEqual(['auth_type', 'service_uin'])
  })

  it('holds no value that was given', async () => {
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat)
    const error = await client.registration.enterpriseLegacy
      .create({ ...legacy, code: 'SECRET-VALUE', legal_persona_wechat: '13000000000' })
      .catch((caught: unknown) => caught as ApiInputError)
    expect(JSON.stringify(error) + String(error)).not.toMatch(/SECRET-VALUE|13000000000/)
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: ' 公司' }, 'name'],
    [{ name: 5 }, 'name'],
    [{ code_type: 4 }, 'code_type'],
    [{ code_type: '1' }, 'code_type'],
    [{ legal_persona_wechat: '13000000000' }, 'legal_persona_wechat'],
    [{ component_phone: '' }, 'component_phone'],
  ])('%j of a registration', async (change, path) => {
    expect(await paths(create(change))).toEqual([path])
  })

  it('beta names of a length that no count allows', async () => {
    const named = (name: string) => (c: Client) => c.registration.beta.create({ name, openid: 'o' })
    expect(await paths(named('abc'))).toEqual(['name'])
    expect(await paths(named('样'.repeat(31)))).toEqual(['name'])
    const { client } = await createTestClient(
      createFakeWechat({ '/wxa/component/fastregisterbetaweapp': { unique_id: 'u', authorize_url: 'x' } }),
    )
    await expect(named('样例')(client)).resolves.toBeDefined()
    await expect(named('样'.repeat(30))(client)).resolves.toBeDefined()
  })

  it('a conversion in the old form needs all seven fields', async () => {
    for (const field of Object.keys(verifyLegacy)) {
      const { [field as 'code']: _, ...rest } = verifyLegacy
      expect(await paths((c) => c.authorizer(appid).beta.verifyLegacy(rest as never))).toEqual([field])
    }
  })

  it('pages of more than 500 authorizers', async () => {
    expect(await paths((c) => c.component.authorizers({ count: 501 }))).toEqual(['count'])
    expect(await paths((c) => c.component.authorizers({ offset: -1 }))).toEqual(['offset'])
  })
})

describe('a certification', () => {
  it.each(Object.keys(certification).filter((field) => field !== 'invoice_info'))('needs %s', async (field) => {
    const { [field as 'account_name']: _, ...rest } = certification
    expect(await paths((c) => c.authorizer(appid).certification.submit(rest as never))).toContain(field)
  })

  it.each([
    ['customer_type', { customer_type: 2 }],
    ['account_name_type', { account_name_type: 0 }],
    ['pay_type', { pay_type: 0 }],
    ['service_appid', { pay_type: 1 }],
    ['contact_info.email', { contact_info: { name: 'x', email: 'nobody' } }],
    ['contact_info.mobile', { contact_info: { name: 'x', email: 'a@b', mobile: '1' } }],
    ['taskid', { taskid: 'only for resubmit' }],
    ['qualification', { qualification: undefined }],
    ['qualification_other', { qualification_other: Array(11).fill('m') }],
    ['auth_identification', { auth_identification: '导演', auth_ident_material: ['m'] }],
    ['auth_ident_material', { auth_ident_material: ['m'] }],
  ])('has a fault at %s', async (path, change) => {
    expect(await paths(submit(change))).toContain(path)
  })

  it('of a person needs materials with an identification, at most ten', async () => {
    const person = { customer_type: 15, qualification: undefined, auth_identification: '导演' }
    expect(await paths(submit(person))).toEqual(['auth_ident_material'])
    expect(await paths(submit({ ...person, auth_ident_material: Array(11).fill('m') }))).toEqual([
      'auth_ident_material',
    ])
  })

  it('takes ten materials', async () => {
    const { client } = await createTestClient(
      createFakeWechat({
        '/wxa/sec/wxaauth': { taskid: 't' },
        '/cgi-bin/component/api_get_authorizer_list': {
          total_count: 1,
          list: [{ authorizer_appid: appid, refresh_token: 'r' }],
        },
      }),
    )
    await expect(submit({ qualification_other: Array(10).fill('m') })(client)).resolves.toEqual({ taskid: 't' })
  })

  it('resubmitted needs the task', async () => {
    const { taskid: _, ...rest } = resubmission
    expect(await paths((c) => c.authorizer(appid).certification.resubmit(rest as never))).toEqual(['taskid'])
  })

  const vat = {
    enterprise_phone: '0',
    id: '123456789012345',
    enterprise_address: 'x',
    bank_name: 'x',
    bank_account: '0',
    mailing_address: '000000',
    address: 'x',
    name: 'x',
    phone: '0',
    province: 'x',
    city: 'x',
    district: 'x',
  }
  const electronic = { id: '12345678901234567890' }

  it.each([
    ['invoice_info.invoice_type', invoice({ invoice_type: 3, invoice_title: 'x', vat })],
    ['invoice_info.electronic', invoice({ invoice_type: 1, electronic })],
    ['invoice_info.invoice_title', invoice({ invoice_type: 1, invoice_title: 'x' })],
    ['invoice_info.electronic', invoice({ invoice_type: 2, invoice_title: 'x' })],
    ['invoice_info.invoice_title', invoice({ invoice_type: 2, electronic })],
    ['invoice_info.vat', invoice({ invoice_type: 2, invoice_title: 'x', electronic, vat })],
    ['invoice_info.vat', invoice({ invoice_type: 4, invoice_title: 'x' })],
    [
      'invoice_info.vat.bank_name',
      invoice({ invoice_type: 4, invoice_title: 'x', vat: { ...vat, bank_name: undefined } }),
    ],
    [
      'invoice_info.invoice_type',
      invoice({ invoice_type: 2, invoice_title: 'x', electronic }, { pay_type: 1, service_appid: 'x' }),
    ],
    ['invoice_info.invoice_type', invoice({ invoice_type: 4, invoice_title: 'x', vat }, { customer_type: 15 })],
  ])('has a fault at %s of its invoice', async (path, call) => {
    expect(await paths(call)).toEqual([path])
  })

  it.each([14, 16, 19, 21])('refuses a tax id of %i characters', async (length) => {
    const call = invoice({ invoice_type: 2, invoice_title: 'x', electronic: { id: '1'.repeat(length) } })
    expect(await paths(call)).toEqual(['invoice_info.electronic.id'])
  })

  it.each([15, 17, 18, 20])('takes a tax id of %i characters', async (length) => {
    const { client } = await createTestClient(createFakeWechat())
    const call = invoice({ invoice_type: 2, invoice_title: 'x', electronic: { id: '1'.repeat(length) } })
    // The input is well; what is missing is the authorization.
    await expect(call(client)).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
  })
})
