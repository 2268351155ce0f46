import * as answers from '../answers.js'
import { customerMessageErrors } from '../errors/customer-message.js'
import { customerMessageInput } from '../inputs/customer-message.js'
import { defineApi, itself } from './api.js'

export const customerMessageApis = {
  sendCustomerMessage: defineApi({
    documented: { name: 'sendCustomMessage', page: '/doc/service/api/customer/message/api_sendcustommessage' },
    // 59 for a 小程序 only.
    permissionSets: [1, 6, 19, 59, 100, 101],
    path: '/cgi-bin/message/custom/send',
    token: 'authorizer',
    input: customerMessageInput,
    toBody: itself,
    answer: answers.nothing,
    errors: customerMessageErrors,
  }),
} as const
