import { WehookError } from '../errors.js'
import { envelopeFromObject } from '../push/envelope.js'
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

/** WeChat sends bodies as they are; inflating for strangers would be a gift to them. */
export function bodyEncoding(encoding: string): WehookError {
  return new WehookError(
    'ERR_BODY_ENCODING',
    `the body is encoded (${encoding.slice(0, 16).replace(/[^\w-]/g, '?')}), expected none`,
    {
      hint: 'nothing is inflated here; if a proxy compresses requests, turn that off or inflate before wehook',
    },
  )
}

/** What took a body away, as far as its remains tell, and the line that mends it. */
export interface ConsumedHint {
  /** Express, Koa, … */
  readonly framework: string
  /** The parser that took it, where that can be known. */
  readonly parser: string
  /** The line of code to paste. */
  readonly mend: string
}

export function bodyConsumed({ framework, parser, mend }: ConsumedHint): WehookError {
  return new WehookError(
    'ERR_BODY_CONSUMED',
    `${parser} of ${framework} read the body before wehook and kept no text with an Encrypt in it`,
    {
      hint: mend,
    },
  )
}

/**
 * The first rungs of the body ladder: what a host kept of the body, if a push can be read from it. WeChat signs the text of `Encrypt`,
 * not the bytes around it, so a parsed body is as verifiable as a raw one.
 */
export function keptBody(...kept: readonly unknown[]): PushBody | undefined {
  for (const body of kept) {
    if (typeof body === 'string' && body !== '') return body
    if (body instanceof Uint8Array && body.byteLength > 0) return body
    if (typeof body === 'object' && body !== null && !(body instanceof Uint8Array) && hasEncrypt(body)) return body
  }
  return undefined
}

function hasEncrypt(body: object): boolean {
  try {
    envelopeFromObject(body)
    return true
  } catch {
    return false
  }
}
