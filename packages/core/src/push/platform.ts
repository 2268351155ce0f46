import { WehookError } from '../errors.js'

/** What the console of a third-party platform (第三方平台) shows under 开发资料, and every push is sealed with. */
export interface PlatformOptions {
  /** 第三方平台 appid. */
  readonly componentAppId: string
  /** 消息校验 Token; `[current, previous]` while it is being changed. */
  readonly token: string | readonly [current: string, previous: string]
  /** 消息加解密 Key, 43 characters; `[current, previous]` while it is being changed. */
  readonly encodingAesKey: string | readonly [current: string, previous: string]
}

/** A decoded EncodingAESKey: 32 bytes, the first 16 of which are the IV as well (PROTOCOL §2.1). */
export interface AesKey {
  readonly bytes: Buffer
  readonly iv: Buffer
}

/** A platform ready to open pushes: tokens and keys with the current one first. */
export interface Platform {
  readonly componentAppId: string
  /** UTF-8 of `componentAppId`, for comparing with the receive id. */
  readonly receiveId: Buffer
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
  const tokens = listOf(options.token).map((token) => requireText(token, 'token', '消息校验 Token'))
  const keys = listOf(options.encodingAesKey).map(decodeAesKey)
  return {
    componentAppId,
    receiveId: Buffer.from(componentAppId),
    tokens: [...new Set(tokens)],
    // Keys that differ only in the two surplus bits of the last character are one key (PROTOCOL §2.2).
    keys: keys.filter((key, i) => keys.findIndex((other) => other.bytes.equals(key.bytes)) === i),
  }
}

/**
 * Decodes a 消息加解密 Key. Its 43 base64 characters carry 258 bits; most published keys have surplus bits set, which a strict
 * decoder would refuse (PROTOCOL §2.2).
 *
 * @throws ERR_OPTIONS_INVALID (WeChat's -40004) for another length or alphabet.
 */
export function decodeAesKey(encodingAesKey: string): AesKey {
  const text = requireText(encodingAesKey, 'encodingAesKey', '消息加解密 Key')
  const fault =
    text.length !== 43
      ? `has ${text.length} characters, expected 43`
      : /^[A-Za-z0-9+/]+$/.test(text)
        ? undefined
        : 'holds a character outside A-Z a-z 0-9'
  if (fault) {
    throw new WehookError('ERR_OPTIONS_INVALID', `encodingAesKey ${fault}`, {
      wechatCode: -40004,
      hint: 'copy 消息加解密 Key from the console: 43 characters, without the final = and without spaces',
    })
  }
  const bytes = Buffer.from(text, 'base64')
  return { bytes, iv: bytes.subarray(0, 16) }
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) && value.length > 0 ? value : [value as T]
}

function requireText(value: unknown, name: string, label: string): string {
  if (typeof value === 'string' && value.length > 0 && value.trim() === value) return value
  const fault =
    typeof value !== 'string'
      ? `is ${value === null ? 'null' : typeof value}`
      : value === ''
        ? 'is empty'
        : 'has spaces around it'
  throw new WehookError('ERR_OPTIONS_INVALID', `${name} ${fault}, expected ${label} as text`, {
    hint: `copy ${label} from the console of your third-party platform; is the environment variable set?`,
  })
}
