import { WehookError } from '../errors.js'
import { type Envelope, envelopeFromObject } from '../push/envelope.js'
import type { PushBody } from '../push/open.js'

export function bodyTooLarge(limitBytes: number): WehookError {
  return new WehookError('ERR_BODY_TOO_LARGE', `the body has more than ${limitBytes} bytes`, {
    hint: 'a push has about 1 kB; somebody else posts here, or raise bodyLimitBytes',
  })
}

export function bodyAborted(): WehookError {
  return new WehookError('ERR_BODY_ABORTED', 'the caller went away before the body was complete', {
    hint: 'nothing to mend here, unless a proxy in front cuts uploads off',
  })
}

export function bodyTimeout(timeoutMs: number): WehookError {
  return new WehookError('ERR_BODY_TIMEOUT', `the body was not complete after ${timeoutMs} ms`, {
    hint: 'a stalled upload; if pushes of WeChat do this, look at the proxy in front',
  })
}

/**
 * WeChat sends bodies as they are; inflating for strangers would be a gift to them.
 *
 * @throws ERR_BODY_ENCODING
 */
export function requirePlain(encoding: string | null | undefined): void {
  if (!encoding || encoding.toLowerCase() === 'identity') return
  throw new WehookError(
    'ERR_BODY_ENCODING',
    `the body is encoded (${encoding.slice(0, 16).replace(/[^\w-]/g, '?')}), expected none`,
    {
      hint: 'nothing is inflated here; if a proxy compresses requests, turn that off or inflate before wehook',
    },
  )
}

/**
 * The first rungs of the body ladder: what a host kept of the body, if a push can be read from it. WeChat signs the text of `Encrypt`,
 * not the bytes around it, so a parsed body is as verifiable as a raw one.
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
