import { errorText, isWehookError, type WehookError, type WehookErrorCode } from '../errors.js'
import type { Log } from '../log.js'
import { texts } from '../texts.js'
import { openMessage } from './cipher.js'
import type { Envelope } from './envelope.js'
import {
  isSigned,
  openEnvelope,
  type PushBody,
  type PushQuery,
  type QueryValues,
  readEnvelope,
  readQuery,
} from './open.js'
import type { Platform } from './platform.js'
import { verifySignature } from './signature.js'

/** What was known of a push when it was refused. */
export interface Refusal {
  readonly error: WehookError
  readonly rawQuery: QueryValues
  readonly query?: PushQuery
  readonly envelope?: Envelope
}

/** What is wrong where a push is refused, as far as it shows. `other`: only the error's code says. */
export type RefusalCause =
  | 'component-appid'
  | 'other-platform'
  | 'signature-as-msg-signature'
  | 'body-changed'
  | 'token'
  | 'aes-key'
  | 'sealed-for-another-appid'
  | 'other'

export interface Diagnosis {
  readonly cause: RefusalCause
  /** Which setting is wrong and how to correct it. */
  readonly hint: string
}

/**
 * Opens a push and says why that fails; `undefined` when it opens. For tools that a developer runs: an answer to WeChat must not tell.
 *
 * @example diagnosePush({ query: parseQuery(url), body }, [createPlatform(settings)])?.hint
 */
export function diagnosePush(
  request: { readonly query: QueryValues; readonly body: PushBody },
  platforms: readonly Platform[],
): (Diagnosis & { readonly error: WehookError }) | undefined {
  const known: { query?: PushQuery; envelope?: Envelope } = {}
  try {
    known.query = readQuery(request.query)
    known.envelope = readEnvelope(request.body)
    openEnvelope(known.envelope, known.query, platforms)
    return undefined
  } catch (error) {
    if (!isWehookError(error)) throw error
    return { error, ...diagnose({ error, rawQuery: request.query, ...known }, platforms) }
  }
}

/**
 * Says which setting is wrong, as far as a refused push shows it: for the host's log, after the answer is written, so that it is no oracle.
 */
export function diagnose(refusal: Refusal, platforms: readonly Platform[]): Diagnosis {
  const { error, query, envelope, rawQuery } = refusal
  if (!query || !envelope) return because('other', error.hint)
  switch (error.code) {
    case 'ERR_SIGNATURE_MISMATCH':
      return diagnoseSignature(query, envelope, rawQuery, platforms)
    case 'ERR_PLATFORM_UNKNOWN': {
      const isOurs = tokensOf(platforms).some((token) => isSigned(envelope, query, token))
      const appId = printable(envelope.appId)
      return isOurs
        ? because(
            'component-appid',
            `the push is signed with our token and its AppId is ${appId}: componentAppId is wrong; it takes 第三方平台 appid, not the appid of a mini program or 公众号`,
          )
        : because(
            'other-platform',
            `the AppId is ${appId} and our token does not fit either: another platform posts to this URL, or componentAppId and token both belong to another one`,
          )
    }
    case 'ERR_DECRYPT_FAILED':
      return because(
        'aes-key',
        'the token is right and encodingAesKey does not open the push: compare it with 消息加解密 Key in the console; if the key was changed there, pass [current, previous]',
      )
    case 'ERR_APPID_MISMATCH':
      return because(
        'sealed-for-another-appid',
        `token and key are right, but the push was sealed for ${receiverOf(envelope, platforms)}: componentAppId takes 第三方平台 appid, not the appid of an authorizer (授权方)`,
      )
    default:
      return because('other', error.hint)
  }
}

function diagnoseSignature(
  query: PushQuery,
  envelope: Envelope,
  rawQuery: QueryValues,
  platforms: readonly Platform[],
): Diagnosis {
  const signature = rawQuery['signature']
  const tokens = tokensOf(platforms)
  const covers = (given: string) => tokens.some((token) => verifySignature(given, token, query.timestamp, query.nonce))
  if (covers(query.msgSignature)) {
    return because(
      'signature-as-msg-signature',
      'msg_signature holds the value of `signature`, which does not cover the body: a proxy or a test tool mixed them up; WeChat sends both',
    )
  }
  if (typeof signature === 'string' && covers(signature)) {
    return because(
      'body-changed',
      'the token is right, but Encrypt is not what was signed: a proxy or a parser changed the body (in urlencoded text + became a space?), or somebody replays a signature with another body',
    )
  }
  return because(
    'token',
    `the token is wrong: compare it with 消息校验 Token in the console (开发资料); if it was changed there, pass [current, previous]; the AppId of the push is ${printable(envelope.appId)}`,
  )
}

function because(cause: RefusalCause, hint: string): Diagnosis {
  return { cause, hint }
}

function tokensOf(platforms: readonly Platform[]): readonly string[] {
  return platforms.flatMap((platform) => platform.tokens)
}

/** The push is authentic here: its token fits and its key opens it. */
function receiverOf(envelope: Envelope, platforms: readonly Platform[]): string {
  for (const key of platforms.flatMap((platform) => platform.keys)) {
    try {
      return printable(openMessage(envelope.encrypt, key).receiveId.toString())
    } catch {}
  }
  return 'another appid'
}

/** Unverified text for a log line: at most 64 characters, none that moves a cursor or starts a line. */
export function printable(text: string | undefined): string {
  if (text === undefined) return 'missing'
  return text.slice(0, 64).replace(/[\p{C}\p{Z}]/gu, '?')
}

const quietMs = 10_000

/** Logs refusals with their diagnosis: one line in 10 s for each code, further ones are counted, so that a flood of forged pushes is no flood of lines. */
export function createRefusalLog(
  platforms: readonly Platform[],
  log: Log,
  now: () => number,
): (refusal: Refusal) => void {
  const last = new Map<WehookErrorCode, { at: number; suppressed: number }>()
  return (refusal) => {
    const { code } = refusal.error
    const entry = last.get(code)
    // A clock that was set back must not silence the log for as long as it jumped.
    if (entry && Math.abs(now() - entry.at) < quietMs) {
      entry.suppressed += 1
      return
    }
    last.set(code, { at: now(), suppressed: 0 })
    // Later than the answer: what a diagnosis costs, and that there was one, cannot be measured from outside.
    setTimeout(() => {
      const fields = {
        code,
        hint: diagnose(refusal, platforms).hint,
        ...(entry?.suppressed && { suppressed: entry.suppressed }),
      }
      log.warn(fields, texts.pushRefused(errorText(refusal.error, log.language).message))
    }, 0)
  }
}
