import { errorText, isWehookError, type WehookError, type WehookErrorCode } from '../errors.js'
import type { Bilingual } from '../language.js'
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
import { pushTexts } from './texts.js'

/** What was known of a push when it was refused. */
export interface Refusal {
  readonly error: WehookError
  readonly rawQuery: QueryValues
  readonly query?: PushQuery
  readonly envelope?: Envelope
}

/** The cause of a refusal, where it can be determined. `other`: nothing more is known than the error's code. */
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
  /** The hint in Chinese. */
  readonly zh: { readonly hint: string }
}

/**
 * Opens a push and says why that fails; `undefined` when it opens. For tools that a developer runs: an HTTP response must not contain the reason.
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
 * Says which setting is wrong, as far as a refused push shows it. For the host's log only, and after the answer is written, so that a caller learns nothing from it.
 */
export function diagnose(refusal: Refusal, platforms: readonly Platform[]): Diagnosis {
  const { error, query, envelope, rawQuery } = refusal
  const { cause } = pushTexts
  if (!query || !envelope) return because('other', hintOf(error))
  switch (error.code) {
    case 'ERR_SIGNATURE_MISMATCH':
      return diagnoseSignature(query, envelope, rawQuery, platforms)
    case 'ERR_PLATFORM_UNKNOWN': {
      const isOurs = tokensOf(platforms).some((token) => isSigned(envelope, query, token))
      const appId = printable(envelope.appId)
      return isOurs
        ? because('component-appid', cause.componentAppId(appId))
        : because('other-platform', cause.otherPlatform(appId))
    }
    case 'ERR_DECRYPT_FAILED':
      return because('aes-key', cause.aesKey)
    case 'ERR_APPID_MISMATCH':
      return because('sealed-for-another-appid', cause.sealedForAnother(receiverOf(envelope, platforms)))
    default:
      return because('other', hintOf(error))
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
  const { cause } = pushTexts
  const covers = (given: string) => tokens.some((token) => verifySignature(given, token, query.timestamp, query.nonce))
  if (covers(query.msgSignature)) return because('signature-as-msg-signature', cause.signatureSwapped)
  if (typeof signature === 'string' && covers(signature)) return because('body-changed', cause.bodyChanged)
  return because('token', cause.token(printable(envelope.appId)))
}

function because(cause: RefusalCause, hint: Bilingual): Diagnosis {
  return { cause, hint: hint.en, zh: { hint: hint.zh } }
}

function hintOf(error: WehookError): Bilingual {
  return { en: error.hint, zh: error.zh.hint }
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

/** Unverified text for a log line: at most 64 characters, without control characters. */
export function printable(text: string | undefined): string {
  if (text === undefined) return 'missing'
  return text.slice(0, 64).replace(/[\p{C}\p{Z}]/gu, '?')
}

const quietMs = 10_000

/** Logs refusals with their diagnosis: one line in 10 s for each code, further ones are counted, so that many forged pushes do not fill the log. */
export function createRefusalLog(
  platforms: readonly Platform[],
  log: Log,
  now: () => number,
): (refusal: Refusal) => void {
  const last = new Map<WehookErrorCode, { at: number; suppressed: number }>()
  return (refusal) => {
    const { code } = refusal.error
    const entry = last.get(code)
    // After the clock is set back by hours, the log must not stay silent for these hours.
    if (entry && Math.abs(now() - entry.at) < quietMs) {
      entry.suppressed += 1
      return
    }
    last.set(code, { at: now(), suppressed: 0 })
    // Runs after the answer, so that a caller cannot measure from the response time whether there was a diagnosis.
    setTimeout(() => {
      const diagnosis = diagnose(refusal, platforms)
      const fields = {
        code,
        hint: log.language === 'zh' ? diagnosis.zh.hint : diagnosis.hint,
        ...(entry?.suppressed && { suppressed: entry.suppressed }),
      }
      log.warn(fields, texts.pushRefused(errorText(refusal.error, log.language).message))
    }, 0)
  }
}
