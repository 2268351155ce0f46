import type {
  BetaVerifyLegacyInput,
  CertificationResubmitInput,
  CertificationSubmitInput,
  Client,
  EnterpriseCreateInput,
  EnterpriseLegacyCreateInput,
} from '@wehook/client'
import type { Receiver, StatusEntry } from '@wehook/core'
import { describe, expectTypeOf, it } from 'vitest'

declare const client: Client
declare const receiver: Receiver

const contact_info = { name: 'x', email: 'x@example.com' }
const base = { contact_info, account_name: 'x', account_name_type: 1, third_party_phone: '0' } as const
const company = { customer_type: 1, qualification: 'm' } as const
const selfPaid = { pay_type: 2 } as const

describe('what does not compile', () => {
  it('a registration without a field, with a wrong name, with a wrong type', () => {
    const whole = { name: 'x', code: 'x', component_phone: '0' }
    expectTypeOf(whole).toExtend<EnterpriseCreateInput>()
    expectTypeOf<{ name: string; code: string }>().not.toExtend<EnterpriseCreateInput>()
    // @ts-expect-error component_phone is missing
    client.registration.enterprise.create({ name: 'x', code: 'x' })
    // @ts-expect-error code_type belongs to the legacy call
    client.registration.enterprise.create({ ...whole, code_type: 1 })
    // @ts-expect-error wire names stay: taskid
    client.registration.enterprise.query({ taskId: 'x' })
    // @ts-expect-error a name is text
    client.registration.enterprise.create({ ...whole, name: 5 })
  })

  it('a code_type that WeChat does not have', () => {
    const legacy: EnterpriseLegacyCreateInput = {
      name: 'x',
      code: 'x',
      code_type: 1,
      legal_persona_wechat: 'x',
      legal_persona_name: 'x',
    }
    client.registration.enterpriseLegacy.create(legacy)
    // @ts-expect-error 1, 2 or 3
    client.registration.enterpriseLegacy.create({ ...legacy, code_type: 4 })
    // @ts-expect-error a number, not text
    client.registration.enterpriseLegacy.create({ ...legacy, code_type: '1' })
    expectTypeOf<BetaVerifyLegacyInput['code_type']>().toEqualTypeOf<1 | 2 | 3>()
  })

  it('a certification whose fields do not belong together', () => {
    const submit: CertificationSubmitInput = { ...base, ...company, ...selfPaid }
    client.authorizer('wx').certification.submit(submit)
    // @ts-expect-error a company shows its licence
    client.authorizer('wx').certification.submit({ ...base, ...selfPaid, customer_type: 1 })
    // @ts-expect-error who pays for others says as whom
    client.authorizer('wx').certification.submit({ ...base, ...company, pay_type: 1 })
    // @ts-expect-error 1, 12 or 15
    client.authorizer('wx').certification.submit({ ...base, ...selfPaid, qualification: 'm', customer_type: 2 })
    // @ts-expect-error the task is for resubmission
    client.authorizer('wx').certification.submit({ ...base, ...company, ...selfPaid, taskid: 'x' })
    // @ts-expect-error a resubmission needs the task
    client.authorizer('wx').certification.resubmit(submit)
    expectTypeOf<CertificationResubmitInput['taskid']>().toEqualTypeOf<string>()
  })

  it('an invoice whose block is not that of its type', () => {
    const whole = { ...base, ...company, ...selfPaid }
    const submit = client.authorizer('wx').certification.submit
    submit({ ...whole, invoice_info: { invoice_type: 2, invoice_title: 'x', electronic: { id: 'x' } } })
    // @ts-expect-error no invoice, no block
    submit({ ...whole, invoice_info: { invoice_type: 1, electronic: { id: 'x' } } })
    // @ts-expect-error an electronic one needs its block
    submit({ ...whole, invoice_info: { invoice_type: 2, invoice_title: 'x' } })
    // @ts-expect-error type 3 is gone
    submit({ ...whole, invoice_info: { invoice_type: 3, invoice_title: 'x' } })
  })

  it('a device, a token kind or an auth_type that there is not', () => {
    // @ts-expect-error desktop or mobile
    client.component.authorizationUrl({ redirect_uri: 'https://x', device: 'tablet' })
    // @ts-expect-error 1, 2 or 3
    client.component.authorizationUrl({ redirect_uri: 'https://x', device: 'mobile', auth_type: 4 })
    // @ts-expect-error component, none or { authorizer }
    client.call('/wxa/x', { token: 'authorizer' })
  })
})

describe('what comes back', () => {
  it('has the wire names, and beside them what they mean', () => {
    expectTypeOf(client.registration.enterprise.create).returns.resolves.toEqualTypeOf<{
      readonly taskid: string
      readonly authorize_url: string
    }>()
    expectTypeOf(client.registration.personal.query)
      .returns.resolves.toHaveProperty('state')
      .toEqualTypeOf<StatusEntry>()
    expectTypeOf(client.registration.enterpriseLegacy.create).returns.resolves.toEqualTypeOf<void>()
  })

  it('of call is what the caller says', () => {
    expectTypeOf(client.call<{ task_id: string }>('/wxa/x', { token: 'component' })).resolves.toEqualTypeOf<{
      task_id: string
    }>()
  })
})

describe('follow', () => {
  it('takes a receiver of core and gives back an Off', () => {
    expectTypeOf(client.follow(receiver)).toEqualTypeOf<() => void>()
  })
})
