import { createMemoryTokenStore, type Language, type Logger, type SealKey, type TokenStore } from '@wehook/core'
import {
  checkOptions,
  createLog,
  type Log,
  type OptionRule,
  type OptionRules,
  optionRules,
  withMethods,
} from '@wehook/core/storage'
import type { Fetch } from './http/fetch.js'
import { texts } from './texts.js'
import { sealTokens } from './tokens/sealed-store.js'

export interface ClientOptions {
  /** 第三方平台 appid. */
  readonly componentAppId: string
  /** 第三方平台 AppSecret. */
  readonly componentAppSecret: string
  /** Where tickets and tokens are stored; all processes must share one. Default: this process's memory. */
  readonly tokens?: TokenStore
  /** Encrypts what is stored in `tokens` (AES-256-GCM): 32 bytes as hex or base64; to rotate, `[current, previous]`. */
  readonly sealKey?: SealKey
  /** Default: the global one. That of undici or node-fetch, or a wrapper with a proxy, fits as well. */
  readonly fetch?: Fetch
  /** Default `https://api.weixin.qq.com`; a simulated platform or a proxy of your own. */
  readonly baseUrl?: string
  /** Ms for the wait for a token, and for each attempt of a call. Default 10,000: registration calls are slow. */
  readonly timeoutMs?: number
  /** Takes warnings, pino's order of arguments; default: the console. */
  readonly logger?: Pick<Logger, 'warn'> | false
  /** Of log lines. Default `en`; errors hold both languages. */
  readonly language?: Language
  /** Unix ms; for tests. */
  readonly now?: () => number
  /** Wait before the one repeat of a call that may be repeated, ±50 %. Default 500. */
  readonly repeatDelayMs?: number
}

export interface ClientSettings {
  readonly platform: { readonly componentAppId: string; readonly componentAppSecret: string }
  readonly tokens: TokenStore
  /** No `tokens` was given: they are kept in this process. */
  readonly hasMemoryTokens: boolean
  readonly fetch: Fetch
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly log: Log
  readonly now: () => number
  readonly repeatDelayMs: number
}

const { expected } = texts.options
const setting: OptionRule = {
  expected: expected.setting,
  isRequired: true,
  isValid: (value) => typeof value === 'string' && /^\S+$/.test(value),
}
const any: OptionRule = { expected: expected.setting, isValid: () => true }

const rules: OptionRules<ClientOptions> = {
  componentAppId: setting,
  componentAppSecret: setting,
  tokens: withMethods('get', 'set', 'remove', 'withLock'),
  // Its length is checked where it is decoded.
  sealKey: any,
  fetch: optionRules.function,
  baseUrl: {
    expected: expected.url,
    isValid: (value) => typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value),
  },
  timeoutMs: optionRules.waitMs,
  logger: { expected: expected.logger, isValid: (value) => value === false || withMethods('warn').isValid(value) },
  language: optionRules.language,
  now: optionRules.function,
  repeatDelayMs: optionRules.waitMs,
}

/** @throws ERR_OPTIONS_INVALID that names the option and what it takes, never a value. */
export function toSettings(options: ClientOptions): ClientSettings {
  checkOptions('createClient', options, rules)
  const store = options.tokens ?? createMemoryTokenStore()
  return {
    platform: { componentAppId: options.componentAppId, componentAppSecret: options.componentAppSecret },
    tokens: options.sealKey === undefined ? store : sealTokens(store, options.sealKey),
    hasMemoryTokens: options.tokens === undefined,
    // Looked up at each call, so that a fetch which a test replaces later is used.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    baseUrl: (options.baseUrl ?? 'https://api.weixin.qq.com').replace(/\/+$/, ''),
    timeoutMs: options.timeoutMs ?? 10_000,
    log: createLog(options.logger, options.language),
    now: options.now ?? Date.now,
    repeatDelayMs: options.repeatDelayMs ?? 500,
  }
}
