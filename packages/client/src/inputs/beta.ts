import * as z from 'zod/mini'
import type { CodeType } from './company-code.js'
import { text, wechatId } from './fields.js'
import { codeMatchesType, codeType, socialCreditCode } from './registration.js'

/**
 * verifybetaweapp, new version: the fields of `verify_info`.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_verfifybetaminiprogram.html
 */
export interface BetaVerifyInput {
  /** 企业名, exactly as the business register has it. */
  readonly enterprise_name: string
  /** 统一社会信用代码, 18 characters. */
  readonly code: string
  /** 第三方联系电话. */
  readonly component_phone: string
}

/** verifybetaweapp, the retired form: the fields of `verify_info`. */
export interface BetaVerifyLegacyInput {
  readonly enterprise_name: string
  readonly code: string
  /** 1 统一社会信用代码 (18), 2 组织机构代码 (9, xxxxxxxx-x), 3 营业执照注册号 (15). */
  readonly code_type: CodeType
  readonly legal_persona_wechat: string
  readonly legal_persona_name: string
  /** 法人身份证号. */
  readonly legal_persona_idcard: string
  readonly component_phone: string
}

/**
 * setbetaweappnickname. The suffix 的体验小程序 is added by WeChat.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_modifybetaminiprogramnickname.html
 */
export interface BetaNicknameInput {
  readonly name: string
}

export const betaVerifyInput: z.ZodMiniType<BetaVerifyInput> = z.strictObject({
  enterprise_name: text(),
  code: socialCreditCode(),
  component_phone: text(),
})

export const betaVerifyLegacyInput: z.ZodMiniType<BetaVerifyLegacyInput> = z
  .strictObject({
    enterprise_name: text(),
    code: z.string(),
    code_type: codeType(),
    legal_persona_wechat: wechatId(),
    legal_persona_name: text(),
    legal_persona_idcard: text(),
    component_phone: text(),
  })
  .check(codeMatchesType)

export const betaNicknameInput: z.ZodMiniType<BetaNicknameInput> = z.strictObject({ name: text() })
