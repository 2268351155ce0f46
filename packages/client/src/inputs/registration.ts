import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { type CodeType, companyCodeFault } from './company-code.js'
import { oneOf, text, wechatId } from './fields.js'

/**
 * fastregisterenterpriseweapp, create.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ent/api_registerminiprogram.html
 */
export interface EnterpriseCreateInput {
  /** 企业名, exactly as the business register has it; a household without a name: `个体户张三`. */
  readonly name: string
  /** 统一社会信用代码, 18 characters. */
  readonly code: string
  /** 第三方联系电话. */
  readonly component_phone: string
}

/** Names the task whose state is asked for. */
export interface TaskQueryInput {
  readonly taskid: string
}

/**
 * fastregisterweapp, create. 线下类目 only: others are refused and count against the quota.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ent/api_registerminiprogram.html
 */
export interface EnterpriseLegacyCreateInput {
  /** 企业名, exactly as the business register has it. */
  readonly name: string
  /** 企业代码; its length depends on `code_type`. */
  readonly code: string
  /** 1 统一社会信用代码 (18), 2 组织机构代码 (9, xxxxxxxx-x), 3 营业执照注册号 (15). */
  readonly code_type: CodeType
  /** 法人微信号, not a phone or QQ number. */
  readonly legal_persona_wechat: string
  /** 法人姓名, that of the bank card bound to WeChat. */
  readonly legal_persona_name: string
  /** 第三方联系电话. */
  readonly component_phone?: string | undefined
}

/** fastregisterweapp, search: the three fields as they were created with. */
export interface EnterpriseLegacySearchInput {
  readonly name: string
  readonly legal_persona_wechat: string
  readonly legal_persona_name: string
}

/**
 * fastregisterpersonalweapp, create.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ind/api_fastregisterpersonalmp.html
 */
export interface PersonalCreateInput {
  /** 微信号 of the person. */
  readonly wxuser: string
  /** 个人用户名字; the new version does not need it. */
  readonly idname?: string | undefined
  readonly component_phone?: string | undefined
}

/**
 * fastregisterbetaweapp.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_registerbetaminiprogram.html
 */
export interface BetaCreateInput {
  /** 4 to 30 characters; WeChat appends its own suffix. */
  readonly name: string
  /** The user's openid at any account bound to the platform. */
  readonly openid: string
}

/** Puts a fault of `code` at its own path. */
export const codeMatchesType = z.check<{ readonly code: string; readonly code_type: CodeType }>((context) => {
  const { code, code_type } = context.value
  const message = companyCodeFault(code, code_type)
  if (message) context.issues.push({ code: 'custom', input: code, path: ['code'], message })
})

export const codeType = () => oneOf({ 1: '统一社会信用代码', 2: '组织机构代码', 3: '营业执照注册号' })

export const socialCreditCode = () =>
  z.string().check((context) => {
    const message = companyCodeFault(context.value, 1)
    if (message) context.issues.push({ code: 'custom', input: context.value, message })
  })

export const enterpriseCreateInput: z.ZodMiniType<EnterpriseCreateInput> = z.strictObject({
  name: text(),
  code: socialCreditCode(),
  component_phone: text(),
})

export const taskQueryInput: z.ZodMiniType<TaskQueryInput> = z.strictObject({ taskid: text() })

export const enterpriseLegacyCreateInput: z.ZodMiniType<EnterpriseLegacyCreateInput> = z
  .strictObject({
    name: text(),
    code: z.string(),
    code_type: codeType(),
    legal_persona_wechat: wechatId(),
    legal_persona_name: text(),
    component_phone: z.optional(text()),
  })
  .check(codeMatchesType)

export const enterpriseLegacySearchInput: z.ZodMiniType<EnterpriseLegacySearchInput> = z.strictObject({
  name: text(),
  legal_persona_wechat: wechatId(),
  legal_persona_name: text(),
})

export const personalCreateInput: z.ZodMiniType<PersonalCreateInput> = z.strictObject({
  wxuser: wechatId(),
  idname: z.optional(text()),
  component_phone: z.optional(text()),
})

export const betaCreateInput: z.ZodMiniType<BetaCreateInput> = z.strictObject({
  name: text().check(z.refine(isBetaNameLength, say('must have 4 to 30 characters', '须为 4 至 30 个字符'))),
  openid: text(),
})

/** WeChat does not say whether a Chinese character counts once or twice, so only what neither count allows is refused. */
function isBetaNameLength(name: string): boolean {
  const characters = [...name]
  const wide = characters.filter((character) => (character.codePointAt(0) ?? 0) > 0xff).length
  return characters.length + wide >= 4 && characters.length <= 30
}
