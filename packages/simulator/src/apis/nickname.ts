import { type Api, type Check, hasEscapedChinese, requireFields } from '../api.js'
import { type ApiCall, textOf } from '../call.js'
import { isForbiddenName } from '../companies.js'
import type { NameReview } from '../name-review.js'
import { submitName } from '../story/nickname.js'
import type { World } from '../world.js'

/** 基本信息设置, or set 61: either is enough. */
const permission = [30, 61]

/** register_type of accounts that belong to a person. */
const personal = [15, 16, 17]

const lacksDocument: Check['isBroken'] = ({ authorizer, body }) =>
  textOf(body, personal.includes(authorizer?.registerType ?? 0) ? 'id_card' : 'license') === ''

/** Renaming a mini program, and the query of the result. */
export const nicknameApis: readonly Api[] = [
  {
    path: '/wxa/setnickname',
    token: 'authorizer',
    body: 'json',
    permission,
    checks: [
      requireFields('call/missing-field', ['nick_name']),
      { rule: 'rename/document', isBroken: lacksDocument },
      {
        rule: 'rename/name',
        isBroken: (call, world) => {
          const name = textOf(call.body, 'nick_name')
          return hasEscapedChinese(call) || name.includes('小程序') || isForbiddenName(world, name)
        },
      },
      {
        rule: 'rename/in-review',
        isBroken: ({ authorizer }, world) =>
          world.nameReviews.some((review) => review.appid === authorizer?.appid && review.state === 'open'),
      },
    ],
    answer: ({ authorizer, body }, world) => {
      const auditId = authorizer && submitName(world, authorizer, textOf(body, 'nick_name'))
      return { errcode: 0, errmsg: 'ok', wording: '', ...(auditId !== undefined && { audit_id: auditId }) }
    },
  },
  {
    path: '/wxa/api_wxa_querynickname',
    token: 'authorizer',
    body: 'json',
    permission,
    checks: [{ rule: 'rename/unknown-review', isBroken: (call, world) => !reviewOf(call, world) }],
    answer: (call, world) => stateOf(reviewOf(call, world)),
  },
]

/** audit_stat: 1 审核中, 2 审核失败, 3 审核成功. */
const auditStates = { open: 1, refused: 2, passed: 3 } as const

function stateOf(review: NameReview | undefined): object {
  if (!review) return {}
  const { name, state, reason, createdAt, decidedAt } = review
  return {
    errcode: 0,
    errmsg: 'ok',
    nickname: name,
    audit_stat: auditStates[state],
    fail_reason: state === 'refused' ? reason : '',
    create_time: Math.floor(createdAt / 1000),
    audit_time: Math.floor((decidedAt ?? 0) / 1000),
  }
}

function reviewOf({ authorizer, body }: ApiCall, world: World): NameReview | undefined {
  return world.nameReviews.find((review) => review.auditId === body['audit_id'] && review.appid === authorizer?.appid)
}
