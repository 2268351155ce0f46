import type { Advice, CodeMeaning } from '@wehook/core'

/** Where the task stands that an errcode reports on. */
export type TaskState = 'running' | 'awaiting-legal-person' | 'checking-company' | 'not-found' | 'in-review'

/** What an errcode of one API means: a row as in the status tables of `@wehook/core`. */
export interface ErrorRow extends CodeMeaning {
  /** What to change, in one sentence; absent where the advice says it all. */
  readonly hint?: string
  readonly taskState?: TaskState
}

export type ErrorTable = Readonly<Record<number, ErrorRow>>

/** One line of a table, in the order in which WeChat's own pages have it. */
export function row(
  zh: string,
  en: string,
  advice: Advice,
  more: Omit<ErrorRow, 'zh' | 'en' | 'advice'> = {},
): ErrorRow {
  return { zh, en, advice, ...more }
}
