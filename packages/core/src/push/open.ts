import { isWehookError, stacklessError, WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import { openMessage } from './cipher.js'
import { digest } from './digest.js'
import { type Envelope, envelopeFromObject, scanEnvelope } from './envelope.js'
import type { AesKey, Platform } from './platform.js'
import { verifySignature } from './signature.js'
import { pushTexts } from './texts.js'

/** The query of a push: the three parameters that count. `signature` is not among them, because it does not cover the body. */
export interface PushQuery {
  /** Unix seconds, decimal. */
  readonly timestamp: string
  readonly nonce: string
  readonly msgSignature: string
}

/** A query as frameworks parse it: a name that is repeated has an array. */
export type QueryValues = Readonly<Record<string, unknown>>

/** A body: bytes or text as they came, or the object that the host's parser made of them. */
export type PushBody = string | Uint8Array | object

/** An authentic push: signature, cipher and appid have been checked. */
export interface OpenedPush {
  readonly componentAppId: string
  /** 64 hex digits: every repeat of a push has the same id, although it is encrypted differently. */
  readonly id: string
  /** The decrypted document. */
  readonly xml: string
  /** Unix seconds: the query's. */
  readonly timestamp: number
  /** Which setting was the previous one, while a token or a key is being changed. */
  readonly previous: { readonly token: boolean; readonly key: boolean }
}

/**
 * Opens a push: scan, verify, decrypt, compare the appid. Pure.
 *
 * @throws ERR_QUERY_INVALID, ERR_ENVELOPE_MALFORMED, ERR_ENCRYPT_MISSING, ERR_PLATFORM_UNKNOWN, ERR_SIGNATURE_MISMATCH,
 * ERR_DECRYPT_FAILED, ERR_APPID_MISMATCH
 */
export function openPush(
  request: { readonly query: QueryValues; readonly body: PushBody },
  platforms: readonly Platform[],
): OpenedPush {
  return openEnvelope(readEnvelope(request.body), readQuery(request.query), platforms)
}

/** @throws ERR_QUERY_INVALID */
export function readQuery(query: QueryValues): PushQuery {
  const timestamp = single(query, 'timestamp')
  if (!/^\d{1,15}$/.test(timestamp)) throw invalidQuery(pushTexts.query.notDecimal('timestamp'))
  return { timestamp, nonce: single(query, 'nonce'), msgSignature: single(query, 'msg_signature') }
}

/** @throws ERR_ENVELOPE_MALFORMED, ERR_ENCRYPT_MISSING */
export function readEnvelope(body: PushBody): Envelope {
  if (typeof body === 'string') return scanEnvelope(body)
  if (body instanceof Uint8Array)
    return scanEnvelope(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString())
  return envelopeFromObject(body)
}

/** {@link openPush} from its second step on. */
export function openEnvelope(envelope: Envelope, query: PushQuery, platforms: readonly Platform[]): OpenedPush {
  // Every token is tried, whatever the AppId: an unknown AppId must not be answered faster than a wrong signature.
  const checked = platforms.map((platform) => ({
    platform,
    token: platform.tokens.find((token) => isSigned(envelope, query, token)),
  }))
  const { appId } = envelope
  const addressed = checked.filter(({ platform }) => appId === undefined || platform.componentAppId === appId)
  if (addressed.length === 0) throw platformUnknown()
  const failures: WehookError[] = []
  // Platforms may share a token, so when a push verifies but does not decrypt, the next platform is tried.
  for (const { platform, token } of addressed.filter(({ token }) => token !== undefined)) {
    for (const key of platform.keys) {
      try {
        const message = openFor(platform, key, envelope.encrypt)
        return {
          componentAppId: platform.componentAppId,
          id: eventId(platform.componentAppId, message),
          xml: message.toString(),
          timestamp: Number(query.timestamp),
          previous: { token: token !== platform.tokens[0], key: key !== platform.keys[0] },
        }
      } catch (error) {
        if (!isWehookError(error)) throw error
        failures.push(error)
      }
    }
  }
  // "Decrypted, but for another appid" is a more useful error than "not decrypted".
  throw failures.find(({ code }) => code === 'ERR_APPID_MISMATCH') ?? failures[0] ?? signatureMismatch()
}

/** Does `msg_signature` fit with this token? */
export function isSigned({ encrypt }: Envelope, { msgSignature, timestamp, nonce }: PushQuery, token: string): boolean {
  return verifySignature(msgSignature, token, timestamp, nonce, encrypt)
}

/** SHA-256 over appid, LF and the message's bytes, in hex. Stored in inboxes and compared across releases, so it must never change. */
export function eventId(componentAppId: string, message: Uint8Array | string): string {
  return digest('sha256', Buffer.concat([Buffer.from(`${componentAppId}\n`), Buffer.from(message)]))
}

function openFor({ componentAppId }: Platform, key: AesKey, encrypt: string): Buffer {
  const { message, receiveId } = openMessage(encrypt, key)
  if (!receiveId.equals(Buffer.from(componentAppId))) throw appIdMismatch()
  return message
}

function single(query: QueryValues, name: string): string {
  const value = Object.hasOwn(query, name) ? query[name] : undefined
  if (Array.isArray(value)) throw invalidQuery(pushTexts.query.repeated(name))
  if (typeof value !== 'string' || value === '') throw invalidQuery(pushTexts.query.missing(name))
  return value
}

function invalidQuery(message: Bilingual): WehookError {
  return new WehookError('ERR_QUERY_INVALID', message, { hint: pushTexts.query.hint })
}

function platformUnknown(): WehookError {
  const { message, hint } = pushTexts.platformUnknown
  return stacklessError('ERR_PLATFORM_UNKNOWN', message, { hint })
}

function signatureMismatch(): WehookError {
  const { message, hint } = pushTexts.signatureMismatch
  return stacklessError('ERR_SIGNATURE_MISMATCH', message, { hint })
}

function appIdMismatch(): WehookError {
  const { message, hint } = pushTexts.appIdMismatch
  return stacklessError('ERR_APPID_MISMATCH', message, { hint })
}
