import * as z from 'zod/mini'
import type { Emitter } from './delivery/emitter.js'
import { WehookError } from './errors.js'
import type { AuthorizationEvents } from './events/event.js'
import type { Bilingual, Language } from './language.js'
import { createLog, type Log, type Logger } from './log.js'
import { createPlatform, type Platform, type PlatformOptions } from './push/platform.js'
import type { Inbox } from './storage/inbox.js'
import { defaultRetryDelaysMs } from './storage/retry-delay.js'
import { texts } from './texts.js'

export type ReceiverOptions<E extends AuthorizationEvents = AuthorizationEvents> = (
  | PlatformOptions
  | { readonly platforms: readonly PlatformOptions[] }
) & {
  /** The host's own mitt, whose map may hold events of its own too. Default: one of ours. */
  readonly emitter?: Emitter<E>
  /** Durable storage. Default: none, handlers run inside the request. */
  readonly inbox?: Inbox
  /** Default 4500 ms, counted from `handle()` on, reading the body included; WeChat waits 5 s (PROTOCOL §1.4). */
  readonly deadlineMs?: number
  /** With an inbox: after this an attempt counts as failed, the code runs on. Default 60,000 ms. */
  readonly handlerTimeoutMs?: number
  /** With an inbox: events handled at once. Default 8. */
  readonly concurrency?: number
  /** With an inbox: waits before attempt 2, 3, … in ms. Default 5 s, 30 s, 2 min, 10 min, 1 h, 4 h, 19 h. */
  readonly retryDelaysMs?: readonly number[]
  /** Default 262,144; for streams and for what a host already read. */
  readonly bodyLimitBytes?: number
  /** Refuse a push whose timestamp is farther from now. Default: none, for WeChat documents no window (PROTOCOL §5). */
  readonly maxAgeMs?: number
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
  readonly bodyLimitBytes: number
  readonly maxAgeMs: number | undefined
  readonly log: Log
  readonly now: () => number
}

// Node fires a timer of more than 2^31-1 ms at once.
const duration = () => z.int().check(z.positive(), z.maximum(2 ** 31 - 1))
const method = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function')

const schema = z.object({
  emitter: z.optional(z.object({ on: method, off: method, all: z.instanceof(Map) })),
  inbox: z.optional(z.object({ put: method, consume: method, counts: method })),
  deadlineMs: z._default(duration(), 4500),
  handlerTimeoutMs: z._default(duration(), 60_000),
  concurrency: z._default(z.int().check(z.positive()), 8),
  retryDelaysMs: z._default(z.array(z.int().check(z.nonnegative(), z.maximum(2 ** 31 - 1))), [...defaultRetryDelaysMs]),
  bodyLimitBytes: z._default(z.int().check(z.positive()), 262_144),
  maxAgeMs: z.optional(duration()),
  logger: z.optional(z.union([z.literal(false), z.object({ info: method, warn: method, error: method })])),
  language: z._default(z.enum(['en', 'zh'], 'expected en or zh'), 'en'),
  now: z.optional(method),
})

/** @throws ERR_OPTIONS_INVALID that names the option and what it takes, never a value. */
export function readOptions<E extends AuthorizationEvents>(options: ReceiverOptions<E>): ReceiverSettings {
  if (typeof options !== 'object' || options === null) throw invalid('options', texts.option.anObject)
  const result = schema.safeParse(options)
  if (!result.success) {
    const [issue] = result.error.issues
    throw invalid(issue?.path.join('.') || 'options', both(issue?.message ?? 'not valid'))
  }
  const given = 'platforms' in options ? options.platforms : [options]
  if (!Array.isArray(given) || given.length === 0) throw invalid('platforms', texts.option.onePlatformOrMore)
  const platforms = given.map((platform) => createPlatform(platform))
  const ids = platforms.map((platform) => platform.componentAppId)
  if (new Set(ids).size < ids.length) throw invalid('platforms', texts.option.samePlatformTwice)
  const { deadlineMs, handlerTimeoutMs, concurrency, retryDelaysMs, bodyLimitBytes, maxAgeMs, language } = result.data
  return {
    platforms,
    inbox: options.inbox,
    deadlineMs,
    handlerTimeoutMs,
    concurrency,
    retryDelaysMs,
    bodyLimitBytes,
    maxAgeMs,
    log: createLog(options.logger, language),
    now: options.now ?? Date.now,
  }
}

function invalid(option: string, expected: Bilingual): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', texts.option.message(option, expected), {
    hint: texts.option.hint(option),
  })
}

const both = (text: string): Bilingual => ({ en: text, zh: text })
