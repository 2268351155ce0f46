import type { Authorizer } from '../authorizer.js'
import type { NameReview } from '../name-review.js'
import type { World } from '../world.js'

/** The name of a beta mini program ends with this until it is renamed after the conversion. */
export const betaSuffix = '的体验小程序'

/** Sets a name at once, or opens a review and returns its audit_id. */
export function submitName(world: World, authorizer: Authorizer, name: string): number | undefined {
  if (!(world.options.reviewedNames ?? []).some((word) => name.includes(word))) {
    authorizer.nickName = name
    return undefined
  }
  const review: NameReview = {
    auditId: Number(`1${world.ids.digits(8)}`),
    appid: authorizer.appid,
    name,
    createdAt: world.clock.now(),
    state: 'open',
  }
  world.nameReviews.push(review)
  return review.auditId
}

/** The reviewer decides on a name. The result goes to 消息与事件接收 URL. */
export async function nameReviewed(
  world: World,
  review: NameReview,
  state: 'passed' | 'refused',
  reason: string,
): Promise<void> {
  review.state = state
  review.decidedAt = world.clock.now()
  const authorizer = world.authorizers.get(review.appid)
  if (state === 'refused') review.reason = reason
  else if (authorizer) authorizer.nickName = review.name
  await world.pushMessage(review.appid, {
    MsgType: 'event',
    Event: 'wxa_nickname_audit',
    ret: state === 'passed' ? 3 : 2,
    nickname: review.name,
    reason,
  })
}
