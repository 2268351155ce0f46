/** Made-up companies, people and accounts that the samples share; each value has the form of a real one and belongs to nobody. */
export const miniProgram = 'wx0123456789abcdef'
export const authCode = 'queryauthcode@@@sampleAuthCode0123456789-_sampleAuthCode0123456789'
export const preAuthCode = 'preauthcode@@@samplePreAuthCode0123456789-_samplePreAuthCode'
export const verifyTicket =
  'ticket@@@sampleTicket0123456789-_sampleTicket0123456789-_sampleTicket0123456789-_sampleTicket01234'
export const certificationTask = '0123456789abcdef0123456789abcdef'
export const personalTask = '0123456789abcdef'

export const company = {
  name: '示例商贸有限公司',
  code: '91000000MA0000000N',
  code_type: 1,
  legal_persona_wechat: 'sample_wechat_id',
  legal_persona_name: '张三',
  component_phone: '00000000000',
} as const

/** The `info` of a registration with a taskid, which has no data of the company. */
export const byTask = {
  name: '',
  code: personalTask,
  code_type: 0,
  legal_persona_wechat: '',
  legal_persona_name: '',
  component_phone: '00000000000',
  taskid: personalTask,
} as const

export const dispatch = { provider: '示例审核机构', contact: '00000000000', dispatch_time: 1704952913 } as const
