/** What to do about an answer; the words are those of the status tables of `@wehook/core` (DESIGN §6). */
export type ApiAdvice =
  | 'none'
  | 'wait'
  | 'retry'
  | 'correct-and-retry'
  | 'retry-later'
  | 'query'
  | 'contact-wechat'
  | 'give-up'

/** Where the task stands that an errcode reports on. */
export type TaskState = 'running' | 'awaiting-legal-person' | 'checking-company' | 'not-found' | 'in-review'

export interface ErrorRow {
  readonly zh: string
  readonly en: string
  readonly advice: ApiAdvice
  /** What to change, in one sentence; absent where the advice says it all. */
  readonly hint?: string
  readonly taskState?: TaskState
  /** How long the cause lasts, as far as it is known. */
  readonly retryAfterHours?: number
}

export type ErrorTable = Readonly<Record<number, ErrorRow>>

/** One line of a table, in the order in which WeChat's own pages have it. */
export function row(
  zh: string,
  en: string,
  advice: ApiAdvice,
  more: Omit<ErrorRow, 'zh' | 'en' | 'advice'> = {},
): ErrorRow {
  return { zh, en, advice, ...more }
}
