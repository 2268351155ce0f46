import type { Fields } from './kind.js'

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
export const openCompany = (code: string) => ({ space: 'open:company', values: [code], isPersonal: true })
