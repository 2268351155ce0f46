import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { oneOf, taxId, text } from './fields.js'

/** `invoice_info` of a certification; each type has its own block: https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_wxaauth.html */
export type Invoice =
  | {
      /** 不开发票. */
      readonly invoice_type: 1
    }
  | {
      /** 电子发票. */
      readonly invoice_type: 2
      /** 发票抬头, the name of the entity. */
      readonly invoice_title: string
      readonly electronic: ElectronicInvoice
    }
  | {
      /** 增值税专票(数电). Type 3, the paper one, is gone since 2024-04-03. */
      readonly invoice_type: 4
      /** 发票抬头, the name of the entity. */
      readonly invoice_title: string
      readonly vat: VatInvoice
    }

export interface ElectronicInvoice {
  /** 纳税识别号: 15, 17, 18 or 20 characters. */
  readonly id: string
  /** 发票备注. */
  readonly desc?: string | undefined
}

export interface VatInvoice {
  readonly enterprise_phone: string
  /** 纳税识别号: 15, 17, 18 or 20 characters. */
  readonly id: string
  readonly enterprise_address: string
  readonly bank_name: string
  readonly bank_account: string
  /** 邮编. */
  readonly mailing_address: string
  readonly address: string
  readonly name: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  /** 发票备注. */
  readonly desc?: string | undefined
}

const electronic = z.strictObject({ id: taxId(), desc: z.optional(z.string()) })

const vat = z.strictObject({
  enterprise_phone: text(),
  id: taxId(),
  enterprise_address: text(),
  bank_name: text(),
  bank_account: text(),
  mailing_address: text(),
  address: text(),
  name: text(),
  phone: text(),
  province: text(),
  city: text(),
  district: text(),
  desc: z.optional(z.string()),
})

interface AnyInvoice {
  readonly invoice_type: 1 | 2 | 4
  readonly invoice_title?: string | undefined
  readonly electronic?: unknown
  readonly vat?: unknown
}

/** Which fields each type must have; it may have no other. */
const blocks = { 1: [], 2: ['invoice_title', 'electronic'], 4: ['invoice_title', 'vat'] } as const

const blocksFitType = z.check<AnyInvoice>((context) => {
  const needed: readonly string[] = blocks[context.value.invoice_type]
  for (const field of ['invoice_title', 'electronic', 'vat'] as const) {
    const given = context.value[field] !== undefined
    if (given === needed.includes(field)) continue
    const type = context.value.invoice_type
    const message = given
      ? say(`does not belong to invoice_type ${type}`, `invoice_type 为 ${type} 时不能填写`)
      : say(`is required for invoice_type ${type}`, `invoice_type 为 ${type} 时必填`)
    context.issues.push({ code: 'custom', input: undefined, path: [field], message })
  }
})

export const invoice = z
  .strictObject({
    invoice_type: oneOf({ 1: '不开发票', 2: '电子发票', 4: '增值税专票(数电)' }),
    invoice_title: z.optional(text()),
    electronic: z.optional(electronic),
    vat: z.optional(vat),
  })
  .check(blocksFitType)
