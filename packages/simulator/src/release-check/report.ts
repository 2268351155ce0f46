import type { Bilingual } from '@wehook/core'

/** Rows of WeChat's result page, as it prints them. */
export type ReleaseCheckName =
  | '组件ticket正确接收'
  | '生成预授权码'
  | '获取授权code'
  | '授权'
  | '返回普通文本消息'
  | '返回Api文本消息'
  | '发送事件消息'
  | '取消授权'

export interface ReleaseCheckRow {
  readonly name: ReleaseCheckName
  readonly passed: boolean
  /** The account that was tested, if the row is about an account. */
  readonly appid?: string
  /** What was expected and what was received. */
  readonly detail: Bilingual
}

export interface ReleaseCheckReport {
  readonly passed: boolean
  readonly rows: readonly ReleaseCheckRow[]
}

export function toReport(rows: readonly ReleaseCheckRow[]): ReleaseCheckReport {
  return { passed: rows.every((row) => row.passed), rows }
}

const fine: Bilingual = { en: 'as expected', zh: '符合预期' }

/** A row of the report: passed when `wrong` is undefined. */
export function rowOf(name: ReleaseCheckName, wrong: Bilingual | undefined, appid?: string): ReleaseCheckRow {
  return { name, passed: wrong === undefined, detail: wrong ?? fine, ...(appid !== undefined && { appid }) }
}
