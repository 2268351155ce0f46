import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { materials, oneOf, text } from './fields.js'
import { type Invoice, invoice } from './invoice.js'

interface CertificationBase {
  /** 小程序账号名称. */
  readonly account_name: string
  /** 1 基于自选词汇命名, 2 基于商标命名. */
  readonly account_name_type: 1 | 2
  /** Media ids of documents that justify a name with a restricted keyword. */
  readonly account_supplemental?: readonly string[] | undefined
  /** Needed where the entity pays itself; with `pay_type` 1 the client adds `{ invoice_type: 1 }`. */
  readonly invoice_info?: Invoice | undefined
  /** Up to ten media ids. */
  readonly qualification_other?: readonly string[] | undefined
  /** 第三方联系电话. */
  readonly third_party_phone: string
}

/** Who is certified: a company or household shows its licence, a person may name an occupation. */
type Entity =
  | {
      /** 1 企业, 12 个体工商户. */
      readonly customer_type: 1 | 12
      /** Media id of the licence. */
      readonly qualification: string
    }
  | {
      /** 15 个人. */
      readonly customer_type: 15
      readonly qualification?: string | undefined
      /** `name` of a leaf of the identity tree; then `auth_ident_material` is required. */
      readonly auth_identification?: string | undefined
      /** Up to ten media ids. */
      readonly auth_ident_material?: readonly string[] | undefined
    }

type Payment =
  | {
      /** 1 消耗服务商预购包. */
      readonly pay_type: 1
      /** Appid in the service market, of the same entity as the provider. */
      readonly service_appid: string
    }
  | {
      /** 2 小程序开发者自行支付. */
      readonly pay_type: 2
      readonly service_appid?: string | undefined
    }

interface Contact {
  readonly name: string
  readonly email: string
}

/**
 * wxaauth: the fields of `auth_data`.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_wxaauth.html
 */
export type CertificationSubmitInput = CertificationBase & Entity & Payment & { readonly contact_info: Contact }

/**
 * reauth, after 打回: the same, with the task and, if it changed, the contact's phone.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_reauth.html
 */
export type CertificationResubmitInput = CertificationBase &
  Entity &
  Payment & {
    readonly taskid: string
    readonly contact_info: Contact & { readonly mobile?: string | undefined }
  }

const contact = {
  name: text(),
  email: text().check(z.regex(/^[^\s@]+@[^\s@]+$/, say('must be an email address', '须为电子邮箱'))),
}

const shared = {
  customer_type: oneOf({ 1: '企业', 12: '个体工商户', 15: '个人' }),
  account_name: text(),
  account_name_type: oneOf({ 1: '基于自选词汇命名', 2: '基于商标命名' }),
  account_supplemental: z.optional(z.array(text())),
  invoice_info: z.optional(invoice),
  qualification: z.optional(text()),
  qualification_other: z.optional(materials()),
  pay_type: oneOf({ 1: '消耗服务商预购包', 2: '小程序开发者自行支付' }),
  auth_identification: z.optional(text()),
  auth_ident_material: z.optional(materials()),
  third_party_phone: text(),
  service_appid: z.optional(text()),
}

interface Certification {
  readonly customer_type: 1 | 12 | 15
  readonly pay_type: 1 | 2
  readonly invoice_info?: { readonly invoice_type: number } | undefined
  readonly qualification?: string | undefined
  readonly auth_identification?: string | undefined
  readonly auth_ident_material?: readonly string[] | undefined
  readonly service_appid?: string | undefined
}

/** Rules about several fields: the path of the fault, the condition under which it is one, the message. */
const rules: readonly (readonly [path: string, fault: (data: Certification) => boolean, message: string])[] = [
  [
    'qualification',
    (d) => d.customer_type !== 15 && !d.qualification,
    say('is required unless customer_type is 15', '非个人主体必填'),
  ],
  [
    'service_appid',
    (d) => d.pay_type === 1 && !d.service_appid,
    say('is required when pay_type is 1', '服务商代缴时必填'),
  ],
  [
    'auth_identification',
    (d) => d.customer_type !== 15 && d.auth_identification !== undefined,
    say('is for customer_type 15 only', '仅个人主体可填写'),
  ],
  [
    'auth_ident_material',
    (d) => d.auth_identification !== undefined && !d.auth_ident_material?.length,
    say('is required with auth_identification', '填写 auth_identification 时必填'),
  ],
  [
    'auth_ident_material',
    (d) => d.auth_identification === undefined && d.auth_ident_material !== undefined,
    say('needs auth_identification', '需同时填写 auth_identification'),
  ],
  [
    'invoice_info.invoice_type',
    (d) => d.pay_type === 1 && (d.invoice_info?.invoice_type ?? 1) !== 1,
    say('must be 1 when pay_type is 1', '服务商代缴时须为 1（不开发票）'),
  ],
  [
    'invoice_info.invoice_type',
    (d) => d.customer_type === 15 && d.invoice_info?.invoice_type === 4,
    say('must be 1 or 2 when customer_type is 15', '个人主体只能选不开发票或电子发票'),
  ],
]

const fieldsFitTogether = z.check<Certification>((context) => {
  for (const [path, isFault, message] of rules) {
    if (isFault(context.value))
      context.issues.push({ code: 'custom', input: undefined, path: path.split('.'), message })
  }
})

// The schema checks each field; the rules above check what the union types say about several fields.
export const certificationSubmitInput = z
  .strictObject({ ...shared, contact_info: z.strictObject(contact) })
  .check(fieldsFitTogether) as unknown as z.ZodMiniType<CertificationSubmitInput>

export const certificationResubmitInput = z
  .strictObject({ ...shared, taskid: text(), contact_info: z.strictObject({ ...contact, mobile: z.optional(text()) }) })
  .check(fieldsFitTogether) as unknown as z.ZodMiniType<CertificationResubmitInput>
