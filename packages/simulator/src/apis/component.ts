import { type Api, type Check, requireFields } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import { issuePreAuthCode, issueToken, newRefreshToken, type World } from '../world.js'
import { authorizerInfo, funcInfo } from './authorizer-info.js'

const base = '/cgi-bin/component'

const ownAppid: Check = {
  rule: 'component/appid',
  isBroken: ({ body }, world) => body['component_appid'] !== world.componentAppId,
}
const authorized: Check = {
  rule: 'authorizer/unauthorized',
  isBroken: (call, world) => !accountOf(call, world)?.isAuthorized,
}

/** api_component_token calls it component_appsecret, api_start_push_ticket component_secret. */
function secretChecks(name: 'component_appsecret' | 'component_secret'): readonly Check[] {
  return [
    requireFields('component/secret-missing', [name]),
    { rule: 'component/secret', isBroken: ({ body }, world) => body[name] !== world.componentAppSecret },
  ]
}
export const componentApis: readonly Api[] = [
  {
    path: `${base}/api_component_token`,
    token: 'none',
    body: 'json',
    checks: [
      ownAppid,
      ...secretChecks('component_appsecret'),
      { rule: 'ticket/invalid', isBroken: (call, world) => !ticketOf(call, world) },
      {
        rule: 'ticket/expired',
        isBroken: (call, world) => (ticketOf(call, world)?.expiresAt ?? 0) <= world.clock.now(),
      },
    ],
    answer: (_, world) => ({
      component_access_token: issueToken(world, 'component', world.componentAppId).value,
      expires_in: 7200,
    }),
  },
  {
    path: `${base}/api_start_push_ticket`,
    token: 'none',
    body: 'json',
    checks: [{ ...ownAppid, rule: 'component/not-a-component' }, ...secretChecks('component_secret')],
    answer: (_, world) => ({ errcode: 0, errmsg: world.startTickets() ? 'ok' : 'in a normal state' }),
  },
  {
    path: `${base}/api_create_preauthcode`,
    token: 'component',
    body: 'json',
    checks: [ownAppid, { rule: 'call/unpublished', isBroken: (_, world) => world.options.published === false }],
    answer: (_, world) => ({ pre_auth_code: issuePreAuthCode(world), expires_in: 1800 }),
  },
  {
    path: `${base}/api_query_auth`,
    token: 'component',
    body: 'json',
    checks: [
      ownAppid,
      { rule: 'auth-code/invalid', isBroken: (call, world) => !codeOf(call, world) },
      {
        rule: 'auth-code/once',
        isBroken: (call, world) => {
          const code = codeOf(call, world)
          return !code || code.isUsed || code.expiresAt <= world.clock.now()
        },
      },
      {
        rule: 'authorizer/unauthorized',
        isBroken: (call, world) => !world.authorizers.get(codeOf(call, world)?.appid ?? '')?.isAuthorized,
      },
    ],
    answer: exchangeCode,
  },
  {
    path: `${base}/api_authorizer_token`,
    token: 'component',
    body: 'json',
    checks: [
      ownAppid,
      authorized,
      {
        rule: 'refresh-token/invalid',
        isBroken: (call, world) => accountOf(call, world)?.refreshToken !== call.body['authorizer_refresh_token'],
      },
    ],
    answer: refreshToken,
  },
  {
    path: `${base}/api_get_authorizer_info`,
    token: 'component',
    body: 'json',
    checks: [ownAppid, authorized],
    answer: (call, world) => {
      const authorizer = accountOf(call, world)
      return authorizer ? authorizerInfo(authorizer) : {}
    },
  },
  {
    path: `${base}/api_get_authorizer_list`,
    token: 'component',
    body: 'json',
    checks: [
      ownAppid,
      requireFields('call/missing-field', ['offset', 'count']),
      {
        rule: 'list/count',
        isBroken: ({ body }) => !(Number(body['count']) >= 1 && Number(body['count']) <= 500),
      },
    ],
    answer: listAuthorizers,
  },
]

function ticketOf({ body }: ApiCall, world: World) {
  return world.tickets.find((ticket) => ticket.value === body['component_verify_ticket'])
}

function codeOf({ body }: ApiCall, world: World) {
  return world.authCodes.get(textOf(body, 'authorization_code'))
}

function accountOf({ body }: ApiCall, world: World) {
  return world.authorizers.get(textOf(body, 'authorizer_appid'))
}

function exchangeCode(call: ApiCall, world: World): object {
  const code = codeOf(call, world)
  const authorizer = world.authorizers.get(code?.appid ?? '')
  if (!code || !authorizer) return {}
  code.isUsed = true
  authorizer.hasExchanged = true
  return {
    authorization_info: {
      authorizer_appid: authorizer.appid,
      authorizer_access_token: issueToken(world, 'authorizer', authorizer.appid).value,
      expires_in: 7200,
      authorizer_refresh_token: authorizer.refreshToken,
      func_info: funcInfo(authorizer.permissions),
    },
  }
}

function refreshToken(call: ApiCall, world: World): object {
  const authorizer = accountOf(call, world)
  if (!authorizer) return {}
  if (world.options.rotateRefreshTokens) authorizer.refreshToken = newRefreshToken(world)
  return {
    authorizer_access_token: issueToken(world, 'authorizer', authorizer.appid).value,
    expires_in: 7200,
    authorizer_refresh_token: authorizer.refreshToken,
  }
}

function listAuthorizers({ body }: ApiCall, world: World): object {
  const all = [...world.authorizers.values()].filter((authorizer) => authorizer.isAuthorized)
  const offset = Number(body['offset'])
  return {
    total_count: all.length,
    list: all.slice(offset, offset + Number(body['count'])).map((authorizer) => ({
      authorizer_appid: authorizer.appid,
      refresh_token: authorizer.hasExchanged ? authorizer.refreshToken : '',
      auth_time: Math.floor(authorizer.authorizedAt / 1000),
    })),
  }
}
