import type { ApiCall, CallRecord } from './call.js'
import type { FakeClock } from './clock.js'
import { misuse } from './fault.js'
import type { PushAttempt, PushRecord } from './outbox.js'
import type { SendOptions } from './step-options.js'
import { texts } from './texts.js'

/** A company in the commercial register (工商). */
export interface SimulatedCompany {
  readonly name: string
  /** 统一社会信用代码, or an older code. */
  readonly code: string
  readonly legalPersonaName?: string
  /** Default `operating`. */
  readonly state?: 'operating' | 'deregistered'
}

/** Somebody with a WeChat account. */
export interface SimulatedPerson {
  readonly wechat: string
  readonly name?: string
  readonly idcard?: string
  /** May not register anything. */
  readonly restricted?: boolean
}

/** An answer of an API that the simulated platform does not implement: the JSON, or a function that returns it. */
export type Answer = object | ((call: ApiCall) => object | Promise<object>)

/** Options of `pushTo`. */
export interface PushToOptions {
  /** 消息与事件接收 URL, see the option of `createSimulatedPlatform`. */
  readonly messageUrl?: string
  /** What a step waits for, see the option of `createSimulatedPlatform`. */
  readonly until?: () => Promise<unknown>
}

export interface SimulatedPlatformOptions {
  /** 授权事件接收 URL: where pushes go. May be given later, by `pushTo`. Without one, pushes are recorded and not sent. */
  readonly callbackUrl?: string
  /** 消息与事件接收 URL: where messages of users and events of accounts go; `$APPID$` in it becomes the account's appid. May be given later, by `pushTo`. */
  readonly messageUrl?: string
  /** Behave as WeChat did before it retired APIs on 2026-04-30. Default: as it does today. */
  readonly before?: '2026-04-30'
  /** Default: generated values, new ones for each platform. */
  readonly componentAppId?: string
  readonly componentAppSecret?: string
  readonly token?: string | readonly [current: string, previous?: string | undefined]
  readonly encodingAesKey?: string | readonly [current: string, previous?: string | undefined]
  /** The commercial register (工商). When given, other companies do not exist. Default: every company exists and its data match. */
  readonly companies?: readonly SimulatedCompany[]
  /** WeChat's users. When given, others do not exist. Default: every person exists and the data match. */
  readonly people?: readonly SimulatedPerson[]
  /** Permission sets that the platform holds. Default: all that the APIs require. */
  readonly permissionSets?: readonly number[]
  /** Is the platform 全网发布? Default true. */
  readonly published?: boolean
  /** The owner of the platform. A platform of a person may not register anything. Default `company`. */
  readonly ownedBy?: 'company' | 'person'
  /** Addresses that may call. Default: all. */
  readonly ipWhitelist?: readonly string[]
  /** Push a ticket every 10 simulated minutes, from the start. Default true; false: after api_start_push_ticket. */
  readonly tickets?: boolean
  /** Words that no name may contain. Default: none. */
  readonly forbiddenNames?: readonly string[]
  /** Words that make setnickname review a name instead of setting it at once. Default: none. */
  readonly reviewedNames?: readonly string[]
  /** Issue a new refresh token at every refresh and invalidate the old one. Default false. */
  readonly rotateRefreshTokens?: boolean
  /** How the identity tree writes its names. Default `plain`. */
  readonly identityNames?: 'plain' | 'base64'
  /** Answers of other APIs, by path. Also overrides a path that the simulated platform implements. */
  readonly answers?: Readonly<Record<string, Answer>>
  /**
   * What a step waits for after its pushes were answered, so that the next line of a test sees the results of the handlers:
   * `() => receiver.idle()`. Also given to `pushTo`. Default: nothing.
   */
  readonly until?: () => Promise<unknown>
  /** How pushes are sent unless a call says otherwise. */
  readonly pushes?: SendOptions
  /** How long a push waits for its answer, in real ms. Default 5000, as with WeChat. */
  readonly answerTimeoutMs?: number
  /** Default: a clock of its own that does not move until `clock.advance`. */
  readonly clock?: FakeClock
  /** Called after each call has been answered. */
  readonly onCall?: (record: CallRecord) => void
  /** Called each time a push has been sent; `attempt` is absent when the push was recorded and not sent. */
  readonly onPush?: (record: PushRecord, attempt?: PushAttempt) => void
  /** Port of the API server on 127.0.0.1. Default: any free one. */
  readonly port?: number
  /** With a seed, ids, appids and tokens are the same in every run. Default: random. */
  readonly seed?: string
}

const optionNames: Readonly<Record<keyof SimulatedPlatformOptions, string>> = {
  callbackUrl: 'string',
  messageUrl: 'string',
  before: 'string',
  componentAppId: 'string',
  componentAppSecret: 'string',
  token: 'string',
  encodingAesKey: 'string',
  companies: 'array',
  people: 'array',
  permissionSets: 'array',
  published: 'boolean',
  ownedBy: 'string',
  ipWhitelist: 'array',
  tickets: 'boolean',
  forbiddenNames: 'array',
  reviewedNames: 'array',
  rotateRefreshTokens: 'boolean',
  identityNames: 'string',
  answers: 'object',
  until: 'function',
  pushes: 'object',
  answerTimeoutMs: 'number',
  clock: 'object',
  onCall: 'function',
  onPush: 'function',
  port: 'number',
  seed: 'string',
}

/** @throws TypeError for an option that does not exist or has another type. */
export function checkPlatformOptions(options: SimulatedPlatformOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const wanted = optionNames[name as keyof SimulatedPlatformOptions]
    if (!wanted) {
      throw misuse(texts.noOption('createSimulatedPlatform', name, Object.keys(optionNames)))
    }
    const given = Array.isArray(value) ? 'array' : typeof value
    const isPair = given === 'array' && (name === 'token' || name === 'encodingAesKey')
    if (value !== undefined && given !== wanted && !isPair) {
      throw misuse(texts.wrongType('createSimulatedPlatform', name, wanted, given))
    }
  }
  if (options.before !== undefined && options.before !== '2026-04-30') {
    throw misuse(texts.beforeDay)
  }
}
