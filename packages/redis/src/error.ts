import { WehookError, type WehookErrorCode } from '@wehook/core'
import type { Fault } from './texts.js'

/** An error of wehook for a fault; `cause` is stripped of everything that may hold data. */
export function toError(code: WehookErrorCode, { what, hint }: Fault, cause?: unknown): WehookError {
  return new WehookError(code, what, { hint, ...(cause !== undefined && { cause: plainError(cause) }) })
}

/**
 * An error with only the name, the code and the message of another one: ioredis puts the arguments of a command, which may be
 * tokens and texts, into `command` of its errors, and Redis quotes the arguments of an unknown command in the message.
 */
export function plainError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('something other than an error was thrown')
  const message = error.message.replace(/, with args beginning with:.*/s, '').slice(0, 300)
  const { code } = error as { readonly code?: unknown }
  const plain = new Error(message)
  Object.defineProperty(plain, 'name', { value: error.name, configurable: true })
  return typeof code === 'string' ? Object.assign(plain, { code }) : plain
}
