import { miniProgram } from './parties.js'
import type { SamplesOf } from './samples.js'

const apply = { infoType: 'order_path_apply_result_notify' } as const
const audit = { infoType: 'order_path_audit_result_notify' } as const
const item = { appid: miniProgram, audit_id: 12131 } as const
const times = { apply_time: 1699866317, audit_time: 1701157985 } as const

/** Each item has a result of its own. */
export const orderPathSamples = {
  order_path_apply_result_notify: {
    succeeded: { ...apply, list: { ...item, ret_code: 0 } },
    failed: { ...apply, list: { ...item, ret_code: -2 } },
    undetermined: { ...apply, list: { ...item, ret_code: 424242 } },
    several: {
      ...apply,
      list: [
        { ...item, ret_code: 0 },
        { ...item, audit_id: 12132, ret_code: 1 },
      ],
    },
  },
  order_path_audit_result_notify: {
    succeeded: { ...audit, list: { ...item, status: 4, ...times, reason: '' } },
    pending: { ...audit, list: { ...item, status: 2, apply_time: times.apply_time } },
    failed: { ...audit, list: { ...item, status: 3, ...times, reason: '页面无法打开' } },
    undetermined: { ...audit, list: { ...item, status: 424242, ...times, reason: '' } },
    several: {
      ...audit,
      list: [
        { ...item, status: 4, ...times, reason: '' },
        { ...item, audit_id: 12132, status: 3, ...times, reason: '页面无法打开' },
      ],
    },
  },
} as const satisfies SamplesOf<'order_path_apply_result_notify' | 'order_path_audit_result_notify'>
