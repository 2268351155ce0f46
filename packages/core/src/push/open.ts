import { isWehookError, refusal, WehookError } from '../errors.js'
import { decryptMessage, type Plaintext } from './cipher.js'
import { digest } from './digest.js'
import { type Envelope, envelopeFromObject, scanEnvelope } from './envelope.js'
import type { Platform } from './platform.js'
import { verifySignature } from './signature.js'

/** The query of a push: the three parameters that count. `signature` is not among them, for it does not cover the body (PROTOCOL §0.2). */
export interface PushQuery {
  /** Unix seconds, decimal. */
  readonly timestamp: string
  readonly nonce: string
  readonly msgSignature: string
}

/** A query as frameworks parse it: a name that is there twice has an array. */
export type QueryValues = Readonly<Record<string, unknown>>

/** What a host has of the body: bytes or text as they came, or what its parser made of them. */
export type PushBody = string | Uint8Array | object

/** An authentic push: signature, cipher and appid have been checked. */
export interface OpenedPush {
  readonly componentAppId: string
  /** 64 hex digits: the same push has the same id however it was sealed (DESIGN §6). */
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
  if (!/^\d{1,15}$/.test(timestamp)) throw invalidQuery('timestamp', 'is not a decimal number')
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
  const { appId, encrypt } = envelope
  const candidates = appId === undefined ? platforms : platforms.filter((platform) => platform.componentAppId === appId)
  if (candidates.length === 0) throw platformUnknown()
  let failure: WehookError | undefined
  for (const platform of candidates) {
    const tokenIndex = platform.tokens.findIndex((token) =>
      verifySignature(query.msgSignature, token, query.timestamp, query.nonce, encrypt),
    )
    // Platforms may share a token, so a push that verifies and does not open lets the next platform try.
    if (tokenIndex < 0) continue
    const opened = decryptFor(platform, encrypt, Number(query.timestamp), tokenIndex > 0)
    if (!isWehookError(opened)) return opened
    failure = opened
  }
  throw failure ?? signatureMismatch()
}

/**
 * SHA-256 over appid, LF and the message's bytes, in hex. Stored in inboxes and compared across releases: fixed for ever.
 */
export function eventId(componentAppId: string, message: Uint8Array | string): string {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message
  return digest('sha256', Buffer.concat([Buffer.from(`${componentAppId}\n`), bytes]))
}

const lineFeed = 0x0a

/** {@link eventId} without a copy of the message: the appid is written before it, over the random bytes, which nobody needs any more. */
function idInPlace({ componentAppId, receiveId }: Platform, { bytes, start, end }: Plaintext): string {
  const from = start - 1 - receiveId.length
  if (from < 0) return eventId(componentAppId, bytes.subarray(start, end))
  receiveId.copy(bytes, from)
  bytes[start - 1] = lineFeed
  return digest('sha256', bytes.subarray(from, end))
}

/** Tries the platform's keys in turn. An error is returned where none opens it, for another platform may. */
function decryptFor(
  platform: Platform,
  encrypt: string,
  timestamp: number,
  byPreviousToken: boolean,
): OpenedPush | WehookError {
  const { componentAppId, receiveId, keys } = platform
  let failure: WehookError | undefined
  for (const key of keys) {
    try {
      const plaintext = decryptMessage(encrypt, key)
      const { bytes, start, end, idEnd } = plaintext
      if (bytes.compare(receiveId, 0, receiveId.length, end, idEnd) === 0) {
        const id = idInPlace(platform, plaintext)
        const xml = bytes.toString('utf8', start, end)
        return { componentAppId, id, xml, timestamp, previous: { token: byPreviousToken, key: key !== keys[0] } }
      }
      // A key that opens it for another appid says more than one that does not open it.
      failure = appIdMismatch()
    } catch (error) {
      if (!isWehookError(error)) throw error
      failure ??= error
    }
  }
  return failure ?? signatureMismatch()
}

function single(query: QueryValues, name: string): string {
  const value = Object.hasOwn(query, name) ? query[name] : undefined
  if (Array.isArray(value)) throw invalidQuery(name, 'is there twice')
  if (typeof value !== 'string' || value === '') throw invalidQuery(name, 'is missing or empty')
  return value
}

function invalidQuery(name: string, fault: string): WehookError {
  return new WehookError('ERR_QUERY_INVALID', `the query parameter ${name} ${fault}`, {
    hint: 'WeChat sends timestamp, nonce and msg_signature once each; does a proxy or a rewrite rule change the query?',
  })
}

function platformUnknown(): WehookError {
  return refusal('ERR_PLATFORM_UNKNOWN', 'the AppId of the envelope belongs to no platform of this receiver', {
    hint: 'compare 第三方平台 appid in the console with `componentAppId`',
  })
}

function signatureMismatch(): WehookError {
  return refusal('ERR_SIGNATURE_MISMATCH', 'msg_signature does not fit', {
    hint: 'compare 消息校验 Token in the console with `token`; while it is being changed pass [current, previous]',
  })
}

function appIdMismatch(): WehookError {
  return refusal('ERR_APPID_MISMATCH', 'the push was sealed for another appid', {
    hint: 'componentAppId must be 第三方平台 appid, not the appid of a mini program or of another platform',
  })
}
