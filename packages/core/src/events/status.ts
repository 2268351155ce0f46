import { deepFreeze } from './freeze.js'

/** How the matter that an event reports on stands now. `undetermined`: WeChat's documentation does not say. */
export type Outcome = 'succeeded' | 'pending' | 'failed' | 'returned' | 'undetermined'

/** What to do next. `retry-later` comes with a `retryAfter`, where a time is known. */
export type Advice =
  | 'none'
  | 'wait'
  | 'retry'
  | 'correct-and-retry'
  | 'retry-later'
  | 'query'
  | 'contact-wechat'
  | 'give-up'

/** How long to wait before a retry; working days are a range, `[from, to]`. */
export type RetryAfter = { readonly hours: number } | { readonly workingDays: readonly [from: number, to: number] }

/** A line of one of WeChat's status tables, as the documentation prints it, with our reading of it. */
export interface StatusRow {
  readonly code: number
  readonly outcome: Outcome
  readonly advice: Advice
  readonly retryAfter?: RetryAfter
  /** WeChat's own text. */
  readonly zh: string
  readonly en: string
}

/** What a status code means, in WeChat's words and in English. The same code means other things in other fields. */
export interface StatusEntry<Field extends string = string> extends StatusRow {
  /** The field that holds the code. */
  readonly field: Field
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
  readonly known: false
  readonly outcome: 'undetermined'
  readonly advice: 'query'
}

/** The table of one field. `describe` answers for every integer. */
export interface StatusTable<Field extends string = string, Row extends StatusRow = StatusRow> {
  readonly entries: readonly KnownStatus<Field, Row>[]
  describe(code: number): KnownStatus<Field, Row> | UndocumentedStatus<Field>
}

export type StatusTables<Rows extends Readonly<Record<string, readonly StatusRow[]>>> = {
  readonly [Field in keyof Rows & string]: StatusTable<Field, Rows[Field][number]>
}

/** Every entry that a table can answer with. */
export type StatusOf<Table> =
  Table extends StatusTable<infer Field, infer Row> ? KnownStatus<Field, Row> | UndocumentedStatus<Field> : never

/** A line with its code, outcome and advice known to the compiler. */
export interface StatusLine<Code extends number, O extends Outcome, A extends Advice> extends StatusRow {
  readonly code: Code
  readonly outcome: O
  readonly advice: A
}

/** One line of a table. `zh` is WeChat's own text, to the letter. */
export const row = <const Code extends number, const O extends Outcome, const A extends Advice>(
  code: Code,
  outcome: O,
  advice: A,
  zh: string,
  en: string,
  retryAfter?: RetryAfter,
): StatusLine<Code, O, A> => ({ code, outcome, advice, zh, en, ...(retryAfter && { retryAfter }) })

/** The status tables of an event, by the field that holds the code. */
export function statusTables<const Rows extends Readonly<Record<string, readonly StatusRow[]>>>(
  rows: Rows,
): StatusTables<Rows> {
  const tables = Object.entries(rows).map(([field, list]) => [field, createTable(field, list)])
  return Object.freeze(Object.fromEntries(tables))
}

function createTable<Field extends string>(field: Field, rows: readonly StatusRow[]): StatusTable<Field> {
  const entries = rows.map((row) => deepFreeze({ field, known: true as const, ...row }))
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  return Object.freeze({
    entries: Object.freeze(entries),
    describe: (code: number) => byCode.get(code) ?? undocumented(field, code),
  })
}

/** The entry of a code that no table lists (DESIGN §6). */
export function undocumented<Field extends string>(field: Field, code: number): UndocumentedStatus<Field> {
  return Object.freeze({
    field,
    code,
    known: false,
    outcome: 'undetermined',
    advice: 'query',
    zh: '文档未列出的状态码',
    en: 'a code that the documentation does not list',
  })
}
