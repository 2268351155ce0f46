import { type Bilingual, isWehookError, WehookError } from '@wehook/core'
import { DeadlinePassed } from './deadline.js'
import type { Dialect } from './dialect.js'
import { texts } from './texts.js'

export const productNames = { mysql: 'MySQL', postgres: 'PostgreSQL' } as const

/** Turns an error of the driver into one of wehook, with the driver's as `cause`. */
export function toFault(
  dialect: Dialect,
  error: unknown,
  code: 'ERR_INBOX_UNAVAILABLE' | 'ERR_TASK_UNAVAILABLE' | 'ERR_TOKEN_UNAVAILABLE',
  action: Bilingual,
): WehookError {
  if (isWehookError(error)) return error
  const { name, hint } = error instanceof DeadlinePassed ? tooLate : described(dialect, error)
  return new WehookError(code, texts.fault.message(productNames[dialect.name], action, name), {
    hint,
    cause: plainCause(dialect, error),
  })
}

/**
 * An error with the name and codes of the driver's, without anything that holds data: drivers put the statement with its values and the row that
 * failed next to the message, and quote values in the message when a row is at fault.
 */
function plainCause({ faultOf }: Dialect, error: unknown): Error {
  if (!(error instanceof Error)) return new Error('something other than an error was thrown')
  const { code, errno, sqlState } = error as { readonly [Name in 'code' | 'errno' | 'sqlState']?: unknown }
  const isAboutRow = ['row', 'duplicate', 'other'].includes(faultOf(error)) && !(error instanceof DeadlinePassed)
  const plain = new Error(isAboutRow ? `${String(code ?? 'unknown error')}` : error.message)
  Object.defineProperty(plain, 'name', { value: error.name, configurable: true })
  return Object.assign(plain, { code, errno, sqlState })
}

const tooLate = { name: texts.fault.late, hint: texts.fault.lateHint }

function described(dialect: Dialect, error: unknown): { readonly name: Bilingual; readonly hint: Bilingual } {
  const { name, hint } = dialect.describe(error)
  return { name: { en: name, zh: name }, hint }
}
