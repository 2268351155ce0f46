import { type ApiName, apis } from './apis/index.js'
import { describeErrcode, type ErrorDescription } from './errors/describe.js'
import type { ErrorTable } from './errors/row.js'

/**
 * What an errcode means in one API: its meaning, what to do and how long it lasts, in both languages.
 *
 * @param api the name of a method of the client, or a path of WeChat's
 * @example describeError('registration.enterprise.create', 89249).hint.zh
 */
export function describeError(api: ApiName | `/${string}`, errcode: number): ErrorDescription {
  return describeErrcode(errorsOf(api), errcode)
}

/** The error table of a method's name or of a path; that of the current API where an older one has the same path. */
export function errorsOf(api: string): ErrorTable {
  const [, row] = Object.entries(apis).find(([name, { path }]) => name === api || path === api) ?? []
  return row?.errors ?? {}
}
