import type { Api } from './api.js'
import type { ApiCall } from './call.js'
import { type RuleId, rules } from './rules/index.js'
import type { World } from './world.js'

/** The answer to a call: JSON, and the rule that the call broke, if any. */
export interface ApiAnswer {
  readonly json: object
  readonly rule?: RuleId
}

/** Answers a call of an API. Checks the caller, then the quota, then the input; the first broken rule decides the answer. */
export async function answerCall(api: Api, call: ApiCall, world: World): Promise<ApiAnswer> {
  const { rule, authorizer } = checkCaller(api, call, world)
  if (rule) return refusal(rule, call)
  const owned: ApiCall = authorizer ? { ...call, authorizer } : call
  const broken =
    (api.isRetired && world.options.before === undefined ? 'retired/system-error' : undefined) ??
    api.quotas?.find((quota) => isUsedUp(api, quota, owned, world))?.rule ??
    api.checks.find((check) => check.isBroken(owned, world))?.rule
  if (broken) return refusal(broken, call)
  return { json: await api.answer(owned, world) }
}

/** The answer for a broken rule: its errcode, and an errmsg, with the caller's IP where WeChat includes it. */
export function refusal(rule: RuleId, call: ApiCall): ApiAnswer {
  const { errcode = -1, errmsg = 'system error' } = rules[rule]
  const text = errmsg.replace('{ip}', call.remoteAddress).replace('{path}', call.path)
  return { rule, json: { errcode, errmsg: text } }
}

type Caller = { readonly rule?: RuleId; readonly authorizer?: NonNullable<ApiCall['authorizer']> }

/** Checks the kind of token, its validity and the permission set. */
function checkCaller(api: Pick<Api, 'token' | 'permission' | 'wrongTokenRule'>, call: ApiCall, world: World): Caller {
  if (api.token === 'none') return {}
  const value = tokenOf(call)
  if (value === undefined) return { rule: 'token/missing' }
  const token = world.tokens.get(value)
  if (!token) return { rule: 'token/malformed' }
  if (token.kind !== api.token) {
    const rule = token.kind === 'component' ? 'token/authorizer-needed' : 'token/component-needed'
    return { rule: api.wrongTokenRule ?? rule }
  }
  const rule = staleness(value, world)
  if (rule) return { rule }
  if (api.token === 'component') return {}
  const authorizer = world.authorizers.get(token.appid)
  if (!authorizer?.isAuthorized) return { rule: 'authorizer/unauthorized' }
  const wanted = [api.permission ?? []].flat()
  if (wanted.length > 0 && !wanted.some((set) => authorizer.permissions.includes(set))) {
    return { rule: 'authorizer/permission' }
  }
  return { authorizer }
}

/** For APIs whose answer comes from `answers`: a token is not needed, but a bad one is refused. */
export function checkAnyToken(call: ApiCall, world: World): RuleId | undefined {
  const value = tokenOf(call)
  if (value === undefined) return undefined
  return world.tokens.has(value) ? staleness(value, world) : 'token/malformed'
}

function tokenOf({ query }: ApiCall): string | undefined {
  return query['access_token'] || query['component_access_token'] || undefined
}

function staleness(value: string, world: World): RuleId | undefined {
  const token = world.tokens.get(value)
  if (!token || world.latestTokens.get(token.appid) !== value) return 'token/not-latest'
  return token.expiresAt <= world.clock.now() ? 'token/expired' : undefined
}

const minute = 60_000
const day = 24 * 60 * minute
/** WeChat counts days in the time zone of China. */
const chinaOffset = 8 * 60 * minute

function isUsedUp(api: Api, quota: NonNullable<Api['quotas']>[number], call: ApiCall, world: World): boolean {
  const now = world.clock.now()
  const key = `${api.path} ${quota.rule} ${quota.of(call)}`
  world.quotaUses.push({ key, at: now })
  const from = quota.per === 'minute' ? now - minute : now - ((now + chinaOffset) % day)
  const used = world.quotaUses.filter(
    (use) => use.key === key && (quota.per === 'minute' ? use.at > from : use.at >= from),
  )
  return used.length > quota.limit
}
