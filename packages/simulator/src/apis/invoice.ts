import type { Check } from '../api.js'
import { type ApiCall, objectOf, textOf } from '../call.js'

const vatFields = [
  'enterprise_phone',
  'id',
  'enterprise_address',
  'bank_name',
  'bank_account',
  'mailing_address',
  'address',
  'name',
  'phone',
  'province',
  'city',
  'district',
] as const

const dataOf = ({ body }: ApiCall) => objectOf(body, 'auth_data')
const invoiceOf = (call: ApiCall) => objectOf(dataOf(call), 'invoice_info')
const typeOf = (call: ApiCall) => invoiceOf(call)['invoice_type']

const isTaxId = (id: string): boolean => [15, 17, 18, 20].includes(id.length) && /^[0-9A-Z]+$/.test(id)

/** invoice_info: 1 none, 2 electronic, 4 VAT (3 no longer exists). */
export const invoiceChecks: readonly Check[] = [
  {
    rule: 'certification/fields',
    isBroken: (call) => dataOf(call)['invoice_info'] !== undefined && ![1, 2, 4].includes(Number(typeOf(call))),
  },
  {
    rule: 'certification/personal-invoice',
    isBroken: (call) => dataOf(call)['customer_type'] === 15 && typeOf(call) === 4,
  },
  {
    rule: 'certification/invoice-type',
    isBroken: (call) => {
      const { electronic, vat, invoice_title: title } = invoiceOf(call)
      const hasDetails = electronic !== undefined || vat !== undefined || title !== undefined
      const isPaidByProvider = dataOf(call)['pay_type'] === 1
      return typeOf(call) === 1 ? hasDetails : typeOf(call) !== undefined && isPaidByProvider
    },
  },
  {
    rule: 'certification/invoice',
    isBroken: (call) => {
      const invoice = invoiceOf(call)
      if (typeOf(call) === 2) return !isTaxId(textOf(objectOf(invoice, 'electronic'), 'id'))
      if (typeOf(call) !== 4) return false
      const vat = objectOf(invoice, 'vat')
      return !isTaxId(textOf(vat, 'id')) || vatFields.some((name) => textOf(vat, name) === '')
    },
  },
  {
    rule: 'certification/invoice-title',
    isBroken: (call) => {
      const principal = call.authorizer?.principalName ?? ''
      const title = textOf(invoiceOf(call), 'invoice_title')
      const needsTitle = typeOf(call) === 2 || typeOf(call) === 4
      return needsTitle && (title === '' || (principal !== '' && title !== principal))
    },
  },
]
