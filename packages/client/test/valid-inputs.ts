import type {
  BetaVerifyLegacyInput,
  CertificationResubmitInput,
  CertificationSubmitInput,
  EnterpriseCreateInput,
  EnterpriseLegacyCreateInput,
} from '@wehook/client'

/** Invented; the last character is the check character of the others. */
export const creditCode = '91440300MA5XXXXX9U'

export const enterprise: EnterpriseCreateInput = {
  name: '深圳市样例科技有限公司',
  code: creditCode,
  component_phone: '0755-00000000',
}

export const legacy: EnterpriseLegacyCreateInput = {
  name: '深圳市样例科技有限公司',
  code: creditCode,
  code_type: 1,
  legal_persona_wechat: 'sample_person',
  legal_persona_name: '样例人',
  component_phone: '0755-00000000',
}

export const verifyLegacy: BetaVerifyLegacyInput = {
  enterprise_name: '深圳市样例科技有限公司',
  code: '123456789012345',
  code_type: 3,
  legal_persona_wechat: 'sample_person',
  legal_persona_name: '样例人',
  legal_persona_idcard: '44030019900101000X',
  component_phone: '0755-00000000',
}

export const certification: CertificationSubmitInput = {
  customer_type: 1,
  qualification: 'media-licence',
  contact_info: { name: '联系人', email: 'contact@example.com' },
  account_name: '样例小程序',
  account_name_type: 1,
  pay_type: 2,
  third_party_phone: '0755-00000000',
  invoice_info: { invoice_type: 1 },
}

export const resubmission: CertificationResubmitInput = {
  ...certification,
  taskid: 'task-1',
  contact_info: { name: '联系人', email: 'contact@example.com', mobile: '00000000000' },
}

/** Begins as a PNG does. */
export const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)
