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
  const isLate = error instanceof DeadlinePassed
  const { name, hint } = isLate ? { name: texts.fault.late.en, hint: texts.fault.lateHint } : dialect.describe(error)
  return new WehookError(code, texts.fault.message(productNames[dialect.name], action, name), { hint, cause: error })
}
