import { deepFreeze } from './freeze.js'

/** The current result of what an event reports on. `undetermined`: WeChat's documentation does not say. */
export type Outcome = 'succeeded' | 'pending' | 'failed' | 'returned' | 'undetermined'

/** What to do next. */
export type Advice =
  | 'none'
  | 'wait'
  | 'retry'
  | 'correct-and-retry'
  | 'retry-later'
  | 'query'
  | 'contact-wechat'
  | 'give-up'

/**
 * How long until the same call is accepted again, where WeChat says so: at most so many hours (sooner when the running task ends), or
 * a range of working days.
 */
export type RetryAfter = { readonly hours: number } | { readonly workingDays: readonly [from: number, to: number] }

/** What one of WeChat's codes means: a status of an event or an errcode of an API. */
export interface CodeMeaning {
  /** WeChat's own text. */
  readonly zh: string
  readonly en: string
  readonly advice: Advice
  readonly retryAfter?: RetryAfter
}

/** A row of one of WeChat's status tables with our reading of it. */
export interface StatusRow extends CodeMeaning {
  readonly code: number
  readonly outcome: Outcome
  /** Place in the flow. Default: 0 for what is pending or undetermined, 100 for what is final. */
  readonly rank?: number
}

/** What a status code means, in WeChat's words and in English. The same code has different meanings in different fields. */
export interface StatusEntry<Field extends string = string> extends CodeMeaning {
  /** The field that holds the code; `errcode` for the answer of an API, `clock` for a time limit that has passed. */
  readonly field: Field
  /** Absent for `clock`: a time limit of wehook has no code of WeChat's. */
  readonly code?: number
  readonly outcome: Outcome
  /** Place in the flow: of two statuses of one task in the same second, the one with the higher rank is the later one. */
  readonly rank: number
  /** False for a code that WeChat's documentation does not list: `undetermined`, never `failed`. */
  readonly known: boolean
}

export type KnownStatus<Field extends string, Row extends StatusRow> = Row extends StatusRow
  ? StatusEntry<Field> & {
      readonly code: Row['code']
      readonly known: true
      readonly outcome: Row['outcome']
      readonly advice: Row['advice']
    }
  : never

export interface UndocumentedStatus<Field extends string = string> extends StatusEntry<Field> {
  readonly code: number
  readonly known: false
  readonly outcome: 'undetermined'
  readonly advice: 'query'
}

/** Every status that a field can have, of a definition with status tables. */
export type StatusOf<Statuses, Field extends keyof Statuses & string> = Field extends unknown
  ? Statuses[Field] extends readonly (infer Row extends StatusRow)[]
    ? KnownStatus<Field, Row> | UndocumentedStatus<Field>
    : never
  : never

/** A row whose code, outcome and advice the compiler knows. */
export interface TypedRow<Code extends number, O extends Outcome, A extends Advice> extends StatusRow {
  readonly code: Code
  readonly outcome: O
  readonly advice: A
}

/** One row of a table; `zh` is WeChat's own text, unchanged. The last argument holds what few rows have. */
export const row = <const Code extends number, const O extends Outcome, const A extends Advice>(
  code: Code,
  zh: string,
  en: string,
  outcome: O,
  advice: A,
  rare: Pick<StatusRow, 'retryAfter' | 'rank'> = {},
): TypedRow<Code, O, A> => ({ code, zh, en, outcome, advice, ...rare })

/** The table of one field. `describe` answers for every integer. */
export interface StatusTable {
  readonly entries: readonly (StatusEntry & { readonly code: number })[]
  describe(code: number): StatusEntry
}

export function createStatusTable(field: string, rows: readonly StatusRow[]): StatusTable {
  const entries = rows.map((row) => deepFreeze({ field, known: true, rank: rankOf(row.outcome), ...row }))
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  return { entries: Object.freeze(entries), describe: (code) => byCode.get(code) ?? undocumented(field, code) }
}

function rankOf(outcome: Outcome): number {
  return outcome === 'pending' || outcome === 'undetermined' ? 0 : 100
}

/** The entry of a code that no table lists. */
export function undocumented<Field extends string>(field: Field, code: number): UndocumentedStatus<Field> {
  return Object.freeze({
    field,
    code,
    known: false,
    outcome: 'undetermined',
    advice: 'query',
    rank: 0,
    zh: '文档未列出的状态码',
    en: 'a code that the documentation does not list',
  })
}
