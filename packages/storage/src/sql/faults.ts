import { type Bilingual, isWehookError, WehookError } from '@wehook/core'
import { DeadlinePassed } from './deadline.js'
import type { Dialect } from './dialect.js'
import { texts } from './texts.js'

export const productNames = { mysql: 'MySQL', postgres: 'PostgreSQL' } as const

/** An error of ours in place of the driver's, which goes to `cause`. */
export function toFault(
  dialect: Dialect,
  error: unknown,
  code: 'ERR_INBOX_UNAVAILABLE' | 'ERR_TOKEN_UNAVAILABLE',
  action: Bilingual,
): WehookError {
  if (isWehookError(error)) return error
  const { name, hint } = error instanceof DeadlinePassed ? tooLate : described(dialect, error)
  return new WehookError(code, texts.fault.message(productNames[dialect.name], action, name), { hint, cause: error })
}

const tooLate = { name: texts.fault.late, hint: texts.fault.lateHint }

function described(dialect: Dialect, error: unknown): { readonly name: Bilingual; readonly hint: Bilingual } {
  const { name, hint } = dialect.describe(error)
  return { name: { en: name, zh: name }, hint }
}
