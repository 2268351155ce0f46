import { randomBytes, randomInt } from 'node:crypto'
import { createPlatform, type PlatformOptions, sealMessage, signPush } from '@wehook/core'
import { misuse } from '../fault.js'
import { texts } from '../texts.js'
import { writePushDocument } from './document.js'
import { type EnvelopeForm, envelopeForms } from './envelope.js'
import { checkFields, type PushFields } from './fields.js'

/** Values that a test may fix or change; everything else is done as WeChat does it. */
export interface SealOverrides {
  /** Unix seconds of the query, and of CreateTime where the fields have none. Default: now. */
  readonly timestamp?: number
  /** Default: ten random digits. */
  readonly nonce?: string
  /** The 16 bytes in front of the plaintext, as text. Default: 16 random lowercase hex digits. */
  readonly random?: string
  /** Form of the outer document. Default `AppId`. */
  readonly envelope?: EnvelopeForm
  /** 原始ID in a `ToUserName` envelope. Default: a generated one. */
  readonly toUserName?: string
  /** Encrypt with the previous 消息加解密 Key; the platform must have `[current, previous]`. */
  readonly previousKey?: boolean
  /** Sign with the previous 消息校验 Token; the platform must have `[current, previous]`. */
  readonly previousToken?: boolean
}

// A type alias and not an interface: only an alias can be assigned to a query with an index signature.
export type PushQueryParams = {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  readonly encrypt_type: 'aes'
  readonly msg_signature: string
}

/** A push as WeChat would send it: plain data, and two functions that help to send it. */
export interface SealedPush {
  readonly query: PushQueryParams
  readonly headers: { readonly 'content-type': string }
  readonly body: string
  /** The plaintext, before encryption. */
  readonly xml: string
  /** `base` with the query appended. */
  url(base: string): string
  /** A fetch `Request` to `base`. */
  toRequest(base: string): Request
}

/**
 * Encrypts and signs a push with a platform's token and key, exactly as WeChat does. `what` is typed by its InfoType; a
 * string is encrypted unchanged, whatever it holds.
 *
 * @throws TypeError for an unknown InfoType, a field that does not exist, is missing or has another type, or a bad override;
 * ERR_OPTIONS_INVALID for a bad platform.
 * @example
 * const push = sealPush(platform, { infoType: 'unauthorized', AuthorizerAppid: 'wx0123456789abcdef' })
 * await fetch(push.url('http://127.0.0.1:3000/wechat/authorization'), { method: 'POST', headers: push.headers, body: push.body })
 */
export function sealPush(
  platform: PlatformOptions,
  what: PushFields | string,
  overrides: SealOverrides = {},
): SealedPush {
  checkOverrides(overrides)
  const timestamp = overrides.timestamp ?? Math.floor(Date.now() / 1000)
  const { componentAppId } = createPlatform(platform)
  const xml = typeof what === 'string' ? what : documentOf(componentAppId, what, timestamp)
  return sealXml(platform, xml, { ...overrides, timestamp })
}

/** Encrypts and signs a text unchanged. This is the same for both URLs; only the envelopes differ. */
export function sealXml(
  platform: PlatformOptions,
  xml: string,
  overrides: SealOverrides & { readonly timestamp: number },
): SealedPush {
  checkOverrides(overrides)
  const { componentAppId, tokens, keys } = createPlatform(platform)
  const seconds = overrides.timestamp
  const key = pick(keys, overrides.previousKey, 'encodingAesKey')
  const token = pick(tokens, overrides.previousToken, 'token')

  const encrypt = sealMessage(xml, componentAppId, key, Buffer.from(overrides.random ?? randomBytes(8).toString('hex')))
  const timestamp = String(seconds)
  const nonce = overrides.nonce ?? String(randomInt(1_000_000_000, 10_000_000_000))
  const query: PushQueryParams = {
    signature: signPush(token, timestamp, nonce),
    timestamp,
    nonce,
    encrypt_type: 'aes',
    msg_signature: signPush(token, timestamp, nonce, encrypt),
  }
  const form = envelopeForms[overrides.envelope ?? 'AppId']
  const headers = { 'content-type': form.contentType }
  const body = form.write({ appId: componentAppId, toUserName: overrides.toUserName ?? 'gh_0123456789ab', encrypt })
  const url = (base: string) => `${base}${base.includes('?') ? '&' : '?'}${new URLSearchParams({ ...query })}`
  return {
    query,
    headers,
    body,
    xml,
    url,
    toRequest: (base) => new Request(url(base), { method: 'POST', headers, body }),
  }
}

function documentOf(componentAppId: string, fields: PushFields, seconds: number): string {
  checkFields(fields)
  return writePushDocument(componentAppId, fields, seconds)
}

function pick<T>(currentAndPrevious: readonly T[], previous: boolean | undefined, name: string): T {
  const value = currentAndPrevious[previous ? 1 : 0]
  if (value === undefined) {
    throw misuse(texts.noPrevious(name))
  }
  return value
}

const overrideNames: Readonly<Record<keyof SealOverrides, true>> = {
  timestamp: true,
  nonce: true,
  random: true,
  envelope: true,
  toUserName: true,
  previousKey: true,
  previousToken: true,
}

function checkOverrides(overrides: SealOverrides): void {
  const unknown = Object.keys(overrides).find((name) => !Object.hasOwn(overrideNames, name))
  if (unknown !== undefined) {
    throw misuse(texts.noOverride(unknown, Object.keys(overrideNames)))
  }
  const { timestamp, nonce, random, envelope } = overrides
  if (timestamp !== undefined && !(Number.isSafeInteger(timestamp) && timestamp >= 0 && timestamp < 1e11)) {
    throw misuse(texts.timestamp(String(timestamp)))
  }
  if (nonce !== undefined && (typeof nonce !== 'string' || nonce === '')) {
    throw misuse(texts.nonce)
  }
  if (random !== undefined && (typeof random !== 'string' || Buffer.byteLength(random) !== 16)) {
    throw misuse(texts.random)
  }
  if (envelope !== undefined && !Object.hasOwn(envelopeForms, envelope)) {
    throw misuse(texts.oneOf('sealPush', 'envelope', Object.keys(envelopeForms), String(envelope)))
  }
}
