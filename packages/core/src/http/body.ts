import { WehookError } from '../errors.js'
import { type Envelope, envelopeFromObject } from '../push/envelope.js'
import type { PushBody } from '../push/open.js'
import { httpTexts } from './texts.js'

export function bodyTooLarge(limitBytes: number): WehookError {
  const { message, hint } = httpTexts.bodyTooLarge
  return new WehookError('ERR_BODY_TOO_LARGE', message(limitBytes), { hint })
}

export function bodyAborted(cause?: unknown): WehookError {
  const { message, hint } = httpTexts.bodyAborted
  return new WehookError('ERR_BODY_ABORTED', message, { hint, cause })
}

export function bodyTimeout(timeoutMs: number): WehookError {
  const { message, hint } = httpTexts.bodyTimeout
  return new WehookError('ERR_BODY_TIMEOUT', message(timeoutMs), { hint })
}

export function bodyGivenUp(): WehookError {
  const { givenUp, hint } = httpTexts.bodyTimeout
  return new WehookError('ERR_BODY_TIMEOUT', givenUp, { hint })
}

/**
 * Refuses a compressed body. WeChat never sends one, and an unauthenticated caller must not make the app decompress.
 *
 * @throws ERR_BODY_ENCODING
 */
export function requirePlain(encoding: string | null | undefined): void {
  if (!encoding || encoding.toLowerCase() === 'identity') return
  const { message, hint } = httpTexts.bodyEncoded
  throw new WehookError('ERR_BODY_ENCODING', message(encoding.slice(0, 16).replace(/[^\w-]/g, '?')), { hint })
}

/**
 * The first body, of those that the host kept or has parsed, from which a push can be read. WeChat signs the text of `Encrypt`, not the bytes
 * around it, so a parsed body can be verified as well as a raw one.
 */
export function keptBody(...kept: readonly unknown[]): PushBody | undefined {
  for (const body of kept) {
    if (typeof body === 'string') {
      if (body !== '') return body
    } else if (body instanceof Uint8Array) {
      if (body.byteLength > 0) return body
    } else if (typeof body === 'object' && body !== null) {
      const envelope = envelopeOf(body)
      if (envelope) return envelope
    }
  }
  return undefined
}

function envelopeOf(body: object): Envelope | undefined {
  try {
    return envelopeFromObject(body)
  } catch {
    return undefined
  }
}
