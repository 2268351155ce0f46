import { type Api, type Check, requireFields, typeFields } from '../api.js'
import { textOf } from '../call.js'
import { isForbiddenName } from '../companies.js'
import { betaFailed } from '../story/beta.js'
import { betaSuffix } from '../story/nickname.js'
import { startTask } from '../turns.js'

const isForbidden: Check['isBroken'] = ({ body }, world) => isForbiddenName(world, textOf(body, 'name'))
export const betaApis: readonly Api[] = [
  {
    path: '/wxa/component/fastregisterbetaweapp',
    token: 'component',
    body: 'json',
    checks: [
      requireFields('beta/missing', ['name', 'openid']),
      typeFields('call/format', { name: 'string', openid: 'string' }),
      {
        rule: 'beta/name-length',
        isBroken: ({ body }) => {
          const { length } = [...textOf(body, 'name')]
          return length < 4 || length > 30
        },
      },
      { rule: 'beta/name-keyword', isBroken: isForbidden },
    ],
    answer: ({ body }, world) => {
      const task = startTask(world, { kind: 'beta', id: world.ids.hex(64), request: body }, (late) =>
        betaFailed(world, late, 3, {}),
      )
      return { errcode: 0, errmsg: 'ok', unique_id: task.id, authorize_url: task.authorizeUrl }
    },
  },
  {
    path: '/wxa/setbetaweappnickname',
    token: 'authorizer',
    body: 'json',
    permission: 81,
    wrongTokenRule: 'nickname/component-token',
    checks: [
      requireFields('call/missing-field', ['name']),
      { rule: 'nickname/not-beta', isBroken: ({ authorizer }) => authorizer?.registerType !== 13 },
      { rule: 'nickname/keyword', isBroken: isForbidden },
    ],
    answer: ({ authorizer, body }) => {
      if (authorizer) authorizer.nickName = `${textOf(body, 'name')}${betaSuffix}`
      return { errcode: 0, errmsg: 'ok' }
    },
  },
]
