import type { Advice, Bilingual, RetryAfter } from '@wehook/core'
import { texts } from '../texts.js'
import { globalErrors } from './global.js'
import type { ErrorRow, ErrorTable, TaskState } from './row.js'

/** What an errcode means in one API, and what to do. */
export interface ErrorDescription {
  readonly errcode: number
  /** Is the code in a table? An unknown one has `advice: 'query'`. */
  readonly known: boolean
  readonly meaning: Bilingual
  /** What to do; the words of the status tables of `@wehook/core`. */
  readonly advice: Advice
  /** What to change, in one sentence. */
  readonly hint: Bilingual
  /** May the same call, unchanged, succeed later? */
  readonly retryable: boolean
  /** How long the cause lasts at most, where WeChat says so; the shape of the status tables of `@wehook/core`. */
  readonly retryAfter?: RetryAfter
  /** The state of the task, for codes like 89251 that report on one. */
  readonly taskState?: TaskState
}

const unknownCode: ErrorRow = { ...texts.unknownErrcode, advice: 'query', hint: texts.unknownErrcodeHint }

/** Looks in the table of the API before the global one: the same code means different things in different APIs. */
export function describeErrcode(table: ErrorTable, errcode: number): ErrorDescription {
  const everywhere = globalErrors[errcode]
  const found = table[errcode] ?? everywhere
  const { en, zh, advice, hint, retryAfter, taskState } = found ?? unknownCode
  return {
    errcode,
    known: found !== undefined,
    meaning: { en, zh },
    advice,
    hint: hint ?? everywhere?.hint ?? adviceHints[advice],
    retryable: advice === 'retry' || advice === 'retry-later',
    ...(retryAfter && { retryAfter }),
    ...(taskState && { taskState }),
  }
}

const adviceHints: Readonly<Record<Advice, Bilingual>> = {
  none: texts.advice.none,
  wait: texts.advice.wait,
  retry: texts.advice.retry,
  'retry-later': texts.advice.retryLater,
  'correct-and-retry': texts.advice.correct,
  query: texts.advice.query,
  'contact-wechat': texts.advice.contact,
  'give-up': texts.advice.giveUp,
}
