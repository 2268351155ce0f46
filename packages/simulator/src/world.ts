import type { Authorizer, NewAuthorizer } from './authorizer.js'
import type { FakeClock } from './clock.js'
import type { Ids } from './ids.js'
import type { Conversations, CustomerMessage } from './message/conversations.js'
import type { MessageFields } from './message/fields.js'
import type { MessageRecord, SendMessageOptions } from './message/outbox.js'
import type { NameReview } from './name-review.js'
import type { SimulatedPlatformOptions } from './options.js'
import type { PushFields } from './push/fields.js'
import type { StepOptions } from './step-options.js'
import type { Task } from './task.js'

export interface Token {
  readonly value: string
  readonly expiresAt: number
}

interface AuthCode {
  readonly appid: string
  readonly expiresAt: number
  isUsed: boolean
}

export interface IssuedToken extends Token {
  readonly kind: 'component' | 'authorizer'
  readonly appid: string
}

interface QuotaUse {
  readonly key: string
  readonly at: number
}

/** The state of the simulated WeChat, in memory and mutable. */
export interface World {
  readonly options: SimulatedPlatformOptions
  /** The URL of the API and the pages; empty until the server listens. */
  baseUrl: string
  readonly componentAppId: string
  readonly componentAppSecret: string
  readonly clock: FakeClock
  readonly ids: Ids
  readonly tickets: Token[]
  /** Starts to push tickets; false when already started. */
  startTickets(): boolean
  /** Every token ever issued, by value; the latest of its owner is the valid one. */
  readonly tokens: Map<string, IssuedToken>
  /** The valid token of each owner: the component's appid or an authorizer's. */
  readonly latestTokens: Map<string, string>
  readonly preAuthCodes: Map<string, AuthCode>
  readonly authCodes: Map<string, AuthCode>
  readonly authorizers: Map<string, Authorizer>
  readonly tasks: Task[]
  readonly nameReviews: NameReview[]
  readonly conversations: Conversations
  /** Messages that the provider sent with the customer service API, in order. */
  readonly customerMessages: CustomerMessage[]
  readonly media: Set<string>
  readonly quotaUses: QuotaUse[]
  /** Pushes a message of a user or an event of an account to 消息与事件接收 URL. */
  pushMessage(appid: string, fields: MessageFields, options?: SendMessageOptions): Promise<MessageRecord>
  /** Pushes a batch of a task, after the task's earlier batches. */
  push(batch: readonly PushFields[], options?: StepOptions, task?: Task): Promise<unknown>
}

const hour = 3_600_000

export function issueToken(world: World, kind: IssuedToken['kind'], appid: string): IssuedToken {
  const token = {
    value: `${world.ids.digits(2)}_${world.ids.text(120)}`,
    expiresAt: world.clock.now() + 2 * hour,
    kind,
    appid,
  }
  world.tokens.set(token.value, token)
  world.latestTokens.set(appid, token.value)
  return token
}

/** Issues an auth code for an account, which works once and for one hour. */
export function issueAuthCode(world: World, appid: string): string {
  const code = `queryauthcode@@@${world.ids.text(64)}`
  world.authCodes.set(code, { appid, expiresAt: world.clock.now() + hour, isUsed: false })
  return code
}

export function issuePreAuthCode(world: World): string {
  const code = `preauthcode@@@${world.ids.text(64)}`
  world.preAuthCodes.set(code, { appid: '', expiresAt: world.clock.now() + hour / 2, isUsed: false })
  return code
}

export function newRefreshToken(world: World): string {
  return `refreshtoken@@@${world.ids.text(43)}`
}

/** Adds a new mini program. A quick registration also authorizes the platform. */
export function addAuthorizer(world: World, account: NewAuthorizer): Authorizer {
  const appid = account.appid ?? `wx${world.ids.hex(16)}`
  const authorizer: Authorizer = {
    appid,
    userName: account.userName ?? `gh_${appid.slice(-12)}`,
    nickName: account.nickName,
    principalName: account.principalName,
    registerType: account.registerType,
    permissions: account.permissions ?? permissionSetsOf(world),
    isAuthorized: true,
    isCertified: false,
    authorizedAt: world.clock.now(),
    refreshToken: newRefreshToken(world),
    hasExchanged: false,
  }
  world.authorizers.set(authorizer.appid, authorizer)
  return authorizer
}

/** Permission sets that the APIs require. */
const allPermissionSets = [1, 17, 18, 19, 24, 25, 27, 30, 31, 37, 40, 76, 81, 85, 156] as const

export function permissionSetsOf(world: World): readonly number[] {
  return world.options.permissionSets ?? allPermissionSets
}

/** The push after an authorization. */
export function authorizedPush(
  infoType: 'authorized' | 'updateauthorized',
  appid: string,
  code: string,
  world: World,
  preAuthCode?: string,
): PushFields {
  const expiresAt = world.authCodes.get(code)?.expiresAt ?? 0
  return {
    infoType,
    AuthorizerAppid: appid,
    AuthorizationCode: code,
    AuthorizationCodeExpiredTime: Math.floor(expiresAt / 1000),
    ...(preAuthCode !== undefined && { PreAuthCode: preAuthCode }),
  }
}
