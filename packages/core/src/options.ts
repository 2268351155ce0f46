import { type Around, type AroundHooks, toAround } from './delivery/around.js'
import type { Emitter } from './delivery/emitter.js'
import type { AuthorizationEvents } from './events/event.js'
import type { Language } from './language.js'
import { createLog, type Log, type Logger } from './log.js'
import {
  checkOptionNames,
  checkOptions,
  invalidOption,
  type OptionRule,
  type OptionRules,
  optionRules,
  withMethods,
} from './option-rules.js'
import { createPlatform, type Platform, type PlatformOptions } from './push/platform.js'
import type { Inbox } from './storage/inbox.js'
import { defaultRetryDelaysMs } from './storage/retry-delay.js'
import { texts } from './texts.js'

export type ReceiverOptions<E extends AuthorizationEvents = AuthorizationEvents> = (
  | PlatformOptions
  | { readonly platforms: readonly PlatformOptions[] }
) &
  DeliveryOptions<E>

interface DeliveryOptions<E extends AuthorizationEvents> {
  /** The host's own mitt, which may carry other events too. Default: a new one. */
  readonly emitter?: Emitter<E>
  /** Durable storage. Default: none, handlers run inside the request. */
  readonly inbox?: Inbox
  /** Default 4500 ms from `handle()` on, reading the body included; WeChat waits 5 s. */
  readonly deadlineMs?: number
  /** With an inbox: an attempt that takes longer counts as failed; its code is not stopped. Default 60,000 ms. */
  readonly handlerTimeoutMs?: number
  /** With an inbox: events handled at once. Default 8. */
  readonly concurrency?: number
  /** With an inbox: waits before attempt 2, 3, … in ms. Default 5 s, 30 s, 2 min, 10 min, 1 h, 4 h, 19 h. */
  readonly retryDelaysMs?: readonly number[]
  /** With an inbox: how long an event waits for a process that has a handler for it before it becomes `unhandled`. Default 60,000 ms. */
  readonly unhandledAfterMs?: number
  /** Default 262,144; for streams and for bodies that the host has already read. */
  readonly bodyLimitBytes?: number
  /** Refuses a push whose timestamp differs from the current time by more. Default: no limit, because WeChat documents none. */
  readonly maxAgeMs?: number
  /**
   * Logs, signals and stored attempts hold the message of the error that a handler threw, which may hold personal data. Default false: class, code
   * and place only.
   */
  readonly keepErrorMessages?: boolean
  /** Hooks of telemetry around the answer to a request and around an attempt. Default: none. */
  readonly around?: AroundHooks
  /** Default: console. `false`: silent. */
  readonly logger?: Logger | false
  /** Language of log lines, and of the errors that they quote. Default `en`. */
  readonly language?: Language
  /** Unix ms. Default `Date.now`. */
  readonly now?: () => number
}

/** Options with every default in place. */
export interface ReceiverSettings {
  readonly platforms: readonly Platform[]
  readonly inbox: Inbox | undefined
  readonly deadlineMs: number
  readonly handlerTimeoutMs: number
  readonly concurrency: number
  readonly retryDelaysMs: readonly number[]
  readonly unhandledAfterMs: number
  readonly bodyLimitBytes: number
  readonly maxAgeMs: number | undefined
  readonly keepErrorMessages: boolean
  readonly around: Around
  readonly log: Log
  readonly now: () => number
}

const factory = 'createReceiver'
const { expected } = texts.option

const emitter: OptionRule = {
  expected: expected.emitter,
  isValid: (value) =>
    withMethods('on', 'off').isValid(value) && (value as { readonly all?: unknown }).all instanceof Map,
}

const around: OptionRule = {
  expected: expected.around,
  isValid: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((hook) => typeof hook === 'function'),
}

/** What both receivers take. */
export const deliveryRules: OptionRules<DeliveryOptions<AuthorizationEvents>> = {
  emitter,
  inbox: withMethods('put', 'consume', 'counts'),
  deadlineMs: optionRules.durationMs,
  handlerTimeoutMs: optionRules.durationMs,
  concurrency: optionRules.count,
  retryDelaysMs: optionRules.waitsMs,
  unhandledAfterMs: optionRules.durationMs,
  bodyLimitBytes: optionRules.count,
  maxAgeMs: optionRules.durationMs,
  keepErrorMessages: optionRules.flag,
  around,
  logger: optionRules.logger,
  language: optionRules.language,
  now: optionRules.function,
}

/** What a platform takes is checked by {@link createPlatform}. */
const any: OptionRule = { expected: expected.object, isValid: () => true }

const platforms: OptionRule = {
  expected: expected.platforms,
  isValid: (value) => Array.isArray(value) && value.length > 0,
}

const rules = { componentAppId: any, token: any, encodingAesKey: any, platforms, ...deliveryRules }

/** @throws ERR_OPTIONS_INVALID that names the option and what it takes, never a value. */
export function readOptions<E extends AuthorizationEvents>(options: ReceiverOptions<E>): ReceiverSettings {
  checkOptions<object>(factory, options, rules)
  if (options.around) checkOptionNames(`${factory}: around`, options.around, { push: true, attempt: true })
  return {
    platforms:
      'platforms' in options && options.platforms
        ? readList(options.platforms)
        : readPlatforms([options as PlatformOptions]),
    inbox: options.inbox,
    deadlineMs: options.deadlineMs ?? 4500,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    concurrency: options.concurrency ?? 8,
    retryDelaysMs: options.retryDelaysMs ?? defaultRetryDelaysMs,
    unhandledAfterMs: options.unhandledAfterMs ?? 60_000,
    bodyLimitBytes: options.bodyLimitBytes ?? 262_144,
    maxAgeMs: options.maxAgeMs,
    keepErrorMessages: options.keepErrorMessages ?? false,
    around: toAround(options.around),
    log: createLog(options.logger, options.language),
    now: options.now ?? Date.now,
  }
}

function readList(given: readonly PlatformOptions[]): readonly Platform[] {
  const names = { componentAppId: true, token: true, encodingAesKey: true }
  for (const platform of given) checkOptionNames(`${factory}: platforms`, platform, names)
  return readPlatforms(given)
}

function readPlatforms(given: readonly PlatformOptions[]): readonly Platform[] {
  const platforms = given.map((platform) => createPlatform(platform))
  const ids = new Set(platforms.map(({ componentAppId }) => componentAppId))
  for (const id of ids) {
    if (!optionRules.appId.isValid(id)) throw invalidOption(factory, 'componentAppId', optionRules.appId.expected)
  }
  if (ids.size < platforms.length) throw invalidOption(factory, 'platforms', texts.option.samePlatformTwice)
  return platforms
}
