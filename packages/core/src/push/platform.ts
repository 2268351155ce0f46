import { WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import { currentAndPrevious } from '../rotation.js'
import { texts } from '../texts.js'

/** The settings that the console of a third-party platform (第三方平台) shows under 开发资料. WeChat signs and encrypts every push with them. */
export interface PlatformOptions {
  /** 第三方平台 appid. */
  readonly componentAppId: string
  /** 消息校验 Token; `[current, previous]` while it is being changed. A previous one that is undefined or empty means none. */
  readonly token: string | readonly [current: string, previous?: string | undefined]
  /** 消息加解密 Key, 43 characters; `[current, previous]` as for `token`. */
  readonly encodingAesKey: string | readonly [current: string, previous?: string | undefined]
}

/** A decoded EncodingAESKey: 32 bytes, the first 16 of which are also the IV. */
export interface AesKey {
  readonly bytes: Buffer
  readonly iv: Buffer
}

/** A platform ready to open pushes: tokens and keys with the current one first. */
export interface Platform {
  readonly componentAppId: string
  readonly tokens: readonly string[]
  readonly keys: readonly AesKey[]
}

/**
 * Checks a platform's settings and decodes its keys.
 *
 * @throws ERR_OPTIONS_INVALID that names the setting, never its value.
 */
export function createPlatform(options: PlatformOptions): Platform {
  const componentAppId = requireText(options.componentAppId, 'componentAppId', '第三方平台 appid')
  const tokens = currentAndPrevious(options.token).map((token) => requireText(token, 'token', '消息校验 Token'))
  const keys = currentAndPrevious(options.encodingAesKey).map(decodeAesKey)
  return {
    componentAppId,
    tokens: [...new Set(tokens)],
    // The last character has two unused bits: keys that differ only there are the same key.
    keys: keys.filter((key, i) => keys.findIndex((other) => other.bytes.equals(key.bytes)) === i),
  }
}

/**
 * Decodes a 消息加解密 Key. Its 43 base64 characters carry 258 bits; most published keys have the two unused bits set, which a strict
 * decoder would refuse.
 *
 * @throws ERR_OPTIONS_INVALID (WeChat's -40004) for another length or alphabet.
 */
export function decodeAesKey(encodingAesKey: string): AesKey {
  const text = requireText(encodingAesKey, 'encodingAesKey', '消息加解密 Key')
  const { aesKey } = texts.platform
  if (text.length !== 43) throw invalidKey(aesKey.length(text.length))
  if (!/^[A-Za-z0-9+/]+$/.test(text)) throw invalidKey(aesKey.alphabet)
  const bytes = Buffer.from(text, 'base64')
  return { bytes, iv: bytes.subarray(0, 16) }
}

function invalidKey(message: Bilingual): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', message, { wechatCode: -40004, hint: texts.platform.aesKey.hint })
}

function requireText(value: unknown, name: string, label: string): string {
  if (typeof value === 'string' && value !== '' && value.trim() === value) return value
  const { setting } = texts.platform
  throw new WehookError('ERR_OPTIONS_INVALID', setting.message(name, faultOf(value), label), {
    hint: setting.hint(label),
  })
}

function faultOf(value: unknown): Bilingual {
  const { isKind, isEmpty, hasSpaces } = texts.platform.fault
  if (typeof value !== 'string') return isKind(value === null ? 'null' : typeof value)
  return value === '' ? isEmpty : hasSpaces
}
