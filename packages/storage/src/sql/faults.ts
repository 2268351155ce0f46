import { isWehookError, WehookError } from '@wehook/core'
import { DeadlinePassed } from './deadline.js'
import type { Dialect } from './dialect.js'
import type { Bilingual } from './texts.js'

const late: Bilingual = {
  en: 'the database is frozen, overloaded or unreachable, or the pool has no free connection; service resumes when it answers',
  zh: '数据库无响应、过载或网络不通，或连接池没有空闲连接；恢复响应后服务即恢复',
}

/** An error of ours in place of the driver's, which goes to `cause`. */
export function toFault(
  dialect: Dialect,
  error: unknown,
  code: 'ERR_INBOX_UNAVAILABLE' | 'ERR_TOKEN_UNAVAILABLE',
  action: string,
): WehookError {
  if (isWehookError(error)) return error
  const { name, hint } =
    error instanceof DeadlinePassed ? { name: 'no answer in time', hint: late } : dialect.describe(error)
  return new WehookError(code, `${productNames[dialect.name]} could not ${action}: ${name}`, {
    hint: hint.en,
    cause: error,
  })
}

export const productNames = { mysql: 'MySQL', postgres: 'PostgreSQL' } as const
