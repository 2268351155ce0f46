import type { Task, Tasks } from '@wehook/tasks'

/** A call that the campaign asks a process for, as plain data. */
export interface Order {
  readonly call: keyof typeof calls
  readonly n: number
  readonly reference: string
  readonly appid?: string
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A made-up 统一社会信用代码 with its check character, another one for each `n`. */
export function companyCode(n: number): string {
  const body = `91440300MA5${n.toString().padStart(6, '0')}`
  const sum = [...body].reduce((total, letter, place) => total + alphabet.indexOf(letter) * (3 ** place % 31), 0)
  return `${body}${alphabet[(31 - (sum % 31)) % 31] ?? ''}`
}

const name = (n: number) => `样例企业${n}`
const phone = '0755-00000000'

const application = {
  customer_type: 15,
  contact_info: { name: '联系人', email: 'contact@example.com' },
  account_name: '样例小程序',
  account_name_type: 1,
  pay_type: 2,
  third_party_phone: phone,
  invoice_info: { invoice_type: 1 },
} as const

type Call = (tasks: Tasks, order: Omit<Order, 'call'>) => Promise<Task>

const calls = {
  enterprise: (tasks, { n, reference }) =>
    tasks.registration.enterprise.create(
      { name: name(n), code: companyCode(n), component_phone: phone },
      { reference },
    ),
  personal: (tasks, { n, reference }) => tasks.registration.personal.create({ wxuser: `sample_${n}` }, { reference }),
  beta: (tasks, { n, reference }) =>
    tasks.registration.beta.create({ name: `样例试用${n}`, openid: `oSAMPLE${n}` }, { reference }),
  legacy: (tasks, { n, reference }) => {
    const person = { legal_persona_wechat: `sample_${n}`, legal_persona_name: `样例人${n}` }
    const input = { name: name(n), code: companyCode(n), code_type: 1, ...person } as const
    return tasks.registration.enterpriseLegacy.create(input, { reference })
  },
  conversion: (tasks, { n, reference, appid = '' }) => {
    const input = { enterprise_name: name(n), code: companyCode(n), component_phone: phone }
    return tasks.authorizer(appid).beta.verify(input, { reference })
  },
  certification: (tasks, { reference, appid = '' }) =>
    tasks.authorizer(appid).certification.submit(application, { reference }),
  resubmission: (tasks, { appid = '' }) => tasks.authorizer(appid).certification.resubmit(application),
} as const satisfies Readonly<Record<string, Call>>

/** WeChat's paths of the calls, for faults on the way. */
export const pathsOf: Readonly<Record<Order['call'], string>> = {
  enterprise: '/wxa/component/fastregisterenterpriseweapp',
  personal: '/wxa/component/fastregisterpersonalweapp',
  beta: '/wxa/component/fastregisterbetaweapp',
  legacy: '/cgi-bin/component/fastregisterweapp',
  conversion: '/wxa/verifybetaweapp',
  certification: '/wxa/sec/wxaauth',
  resubmission: '/wxa/sec/reauth',
}

export function open(tasks: Tasks, { call, ...order }: Order): Promise<Task> {
  return calls[call](tasks, order)
}
