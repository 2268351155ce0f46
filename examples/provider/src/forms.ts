/** What the forms send: texts by the names of their fields. */
export type Form = Readonly<Partial<Record<FieldName, string>>>
type FieldName = 'name' | 'code' | 'phone' | 'trialName' | 'openid' | 'accountName' | 'contact' | 'email' | 'appid'

/** An input of WeChat's API from a form; `@wehook/client` checks it before anything is sent. */
export const toCompany = ({ name = '', code = '', phone = '' }: Form) => ({ name, code, component_phone: phone })

export const toTrial = ({ trialName = '', openid = '' }: Form) => ({ name: trialName, openid })

export const toVerify = ({ name = '', code = '', phone = '' }: Form) => ({
  enterprise_name: name,
  code,
  component_phone: phone,
})

export const toApplication = ({ accountName = '', contact = '', email = '', phone = '' }: Form, licence: string) => ({
  customer_type: 1 as const,
  qualification: licence,
  contact_info: { name: contact, email },
  account_name: accountName,
  account_name_type: 1 as const,
  pay_type: 2 as const,
  third_party_phone: phone,
  invoice_info: { invoice_type: 1 as const },
})
