import { WehookError } from '@wehook/core'
import { texts } from '../texts.js'

/** One field of an input that was refused. Holds what was expected, never what was given. */
export interface InputIssue {
  /** `invoice_info.electronic.id`; empty for the input as a whole. */
  readonly path: string
  readonly en: string
  readonly zh: string
}

/** An input broke a rule of WeChat's documentation; nothing was sent. */
export class ApiInputError extends WehookError {
  override readonly name: string = 'ApiInputError'
  declare readonly code: 'ERR_API_INPUT'
  /** The API that was not called. */
  readonly api: string
  /** Nothing was sent. */
  readonly sent: boolean = false
  readonly issues: readonly InputIssue[]

  constructor(api: string, issues: readonly InputIssue[]) {
    const lines = issues.map(({ path, en, zh }) => `${path === '' ? 'input' : path} ${en} / ${zh}`)
    const linesZh = issues.map(({ path, zh }) => `${path === '' ? '参数' : path} ${zh}`)
    super('ERR_API_INPUT', texts.input.message(api, lines.join('; '), linesZh.join('；')), { hint: texts.input.hint })
    this.api = api
    this.issues = issues
  }
}
