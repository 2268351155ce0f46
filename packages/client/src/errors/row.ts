import type { Advice, Bilingual, CodeMeaning } from '@wehook/core'

/** The state of the task that an errcode reports on. */
export type TaskState = 'running' | 'awaiting-legal-person' | 'checking-company' | 'not-found' | 'in-review'

/** What an errcode means in one API: a row as in the status tables of `@wehook/core`. */
export interface ErrorRow extends CodeMeaning {
  /** What to change, in one sentence; absent where the advice is enough. */
  readonly hint?: Bilingual
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

/** What to change, in both languages. */
export const hint = (en: string, zh: string): { readonly hint: Bilingual } => ({ hint: { en, zh } })

/** Both 89249 and 89251: only the push, or the end of the task, helps. */
export const untilTaskEnds = {
  retryAfter: { hours: 24 },
  ...hint(
    'the result comes by push; a new call is accepted as soon as the running task has ended, after 24 hours at the latest',
    '结果以推送为准；当前任务一结束即可重新调用，最迟 24 小时后',
  ),
} as const
