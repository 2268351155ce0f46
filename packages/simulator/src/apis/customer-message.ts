import { type Api, type Check, hasEscapedChinese, requireFields } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import type { World } from '../world.js'

const stateOf = ({ authorizer, body }: ApiCall, world: World) =>
  world.conversations.stateOf(authorizer?.appid ?? '', textOf(body, 'touser'), world.clock.now())

const isIn =
  (state: ReturnType<typeof stateOf>): Check['isBroken'] =>
  (call, world) =>
    stateOf(call, world) === state

/** Messages to users who wrote before. */
export const customerMessageApi: Api = {
  path: '/cgi-bin/message/custom/send',
  token: 'authorizer',
  permission: [1, 6, 19, 59, 100, 101],
  body: 'json',
  checks: [
    requireFields('call/missing-field', ['touser', 'msgtype']),
    { rule: 'customer/escaped', isBroken: hasEscapedChinese },
    { rule: 'call/missing-field', isBroken: ({ body }) => typeof body[textOf(body, 'msgtype')] !== 'object' },
    { rule: 'customer/openid', isBroken: isIn('other-account') },
    { rule: 'customer/out-of-time', isBroken: isIn('out-of-time') },
    { rule: 'customer/used-up', isBroken: isIn('used-up') },
  ],
  answer: ({ authorizer, body }, world) => {
    const appid = authorizer?.appid ?? ''
    world.conversations.use(appid, textOf(body, 'touser'))
    world.customerMessages.push({ at: world.clock.now(), appid, body })
    return { errcode: 0, errmsg: 'ok' }
  },
}
