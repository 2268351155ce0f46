import type { StatusEntry } from '@wehook/core'
import type { WaitsFor } from '../task.js'
import type { Kind } from './kind.js'
import { nextBy, waitForWechat } from './next.js'

function waitsFor(status: StatusEntry | undefined): WaitsFor {
  if (status?.outcome === 'returned') return 'provider'
  if (status?.field === 'apply_status') return status.code === 1 ? 'payment' : status.code === 2 ? 'reviewer' : 'wechat'
  return status?.code === 15 ? 'payment' : status?.code === 12 ? 'wechat' : 'administrator'
}

export const certification: Kind = {
  title: { zh: '小程序认证', en: 'Certification' },
  infoType: 'notify_3rd_wxa_auth',
  api: 'certification.submit',
  async send(client, { appid = '', input }, options) {
    const { certification } = client.authorizer(appid)
    const answer =
      'taskid' in input
        ? await certification.resubmit(input as never, options)
        : await certification.submit(input as never, options)
    return { id: answer.taskid, ...(answer.auth_url !== undefined && { link: answer.auth_url }) }
  },
  idSpace: 'certification',
  subject: 'appid',
  guard: ({ appid = '' }) => ({ space: 'open:certification', values: [appid] }),
  keys: ({ appid = '' }) => [{ space: 'certified', values: [appid] }],
  createsAccount: false,
  outcomes: ['succeeded', 'pending', 'failed', 'returned', 'undetermined'],
  runningCodes: [89604, 89605],
  waitsFor,
  async ask({ client }, { appid = '', ids }) {
    const taskid = ids.at(-1)?.id
    if (taskid === undefined) return undefined
    const answer = await client.authorizer(appid).certification.query({ taskid })
    const reason = answer.refill_reason ?? answer.fail_reason
    return {
      status: answer.state,
      outcome: answer.state.outcome,
      appid,
      ...(reason !== undefined && { reason }),
      ...(answer.auth_url !== undefined && { link: answer.auth_url }),
    }
  },
  afterLastLook: 'undetermined',
  looksAtHours: [0, 1, 4, 24],
  fields: {
    89602: ['customer_type'],
    89603: ['invoice_info.invoice_type'],
    89623: ['customer_type'],
    89630: ['account_name_type'],
    89634: ['auth_identification'],
    89635: ['invoice_info.invoice_title'],
    89636: ['qualification', 'qualification_other', 'account_supplemental', 'auth_ident_material'],
    89638: ['account_name'],
    89640: ['invoice_info.invoice_type'],
    89641: ['invoice_info'],
  },
  next: nextBy({
    call: 'authorizer(appid).certification.submit',
    who: { zh: '小程序管理员', en: 'administrator' },
    turns: {
      payment: {
        provider: { zh: '请小程序管理员支付审核费', en: 'have the administrator pay for the review' },
        merchant: { zh: '支付认证审核费', en: 'pay for the review' },
      },
      reviewer: waitForWechat,
      wechat: waitForWechat,
    },
    succeeded: {},
  }),
}
