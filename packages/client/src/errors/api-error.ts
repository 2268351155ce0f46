import { type Advice, type Bilingual, isWehookError, type RetryAfter, WehookError } from '@wehook/core'
import { texts } from '../texts.js'
import { describeErrcode } from './describe.js'
import type { ErrorTable, TaskState } from './row.js'

interface Refusal {
  readonly api: string
  readonly sent: boolean
  readonly errcode: number
  readonly errmsg: string
  readonly table: ErrorTable
}

/**
 * WeChat refused a call. `meaning` and `advice` come from the table of that API, then from the global one: the same code means
 * different things in different APIs. {@link describeError} answers the same without an error.
 */
export class WechatApiError extends WehookError {
  override readonly name: string = 'WechatApiError'
  declare readonly code: 'ERR_API'
  /** The API that answered, such as `registration.enterprise.create`; for `client.call` the path. */
  readonly api: string
  /** Did WeChat receive the call that you made? `false`: it refused the earlier call that fetches a token. */
  readonly sent: boolean
  readonly errcode: number
  /** WeChat's text without the rid suffix. Texts change: branch on `errcode`. */
  readonly errmsg: string
  /** WeChat's reference of the call (`rid: …`, in old answers `hint: […]`). Its staff asks for it, within about five hours. */
  readonly rid: string | undefined
  /** Is the code in a table? An unknown one has `advice: 'query'`. */
  readonly known: boolean
  /** What to do; the words of the status tables of `@wehook/core`. */
  readonly advice: Advice
  /** What the code means in that API. */
  readonly meaning: Bilingual
  /** May the same call, unchanged, succeed later? */
  readonly retryable: boolean
  /** How long the cause lasts at most, where WeChat says so: `{ hours: 24 }`. */
  readonly retryAfter: RetryAfter | undefined
  /** The state of the task, for codes like 89251 that report on one. */
  readonly taskState: TaskState | undefined

  constructor({ api, sent, errcode, errmsg: text, table }: Refusal) {
    const described = describeErrcode(table, errcode)
    const { errmsg, rid } = splitErrmsg(text)
    const { en, zh } = described.meaning
    super('ERR_API', texts.refused(api, errcode, errmsg, en, zh, rid), { hint: described.hint, wechatCode: errcode })
    this.api = api
    this.sent = sent
    this.errcode = errcode
    this.errmsg = errmsg
    this.rid = rid
    this.known = described.known
    this.advice = described.advice
    this.meaning = described.meaning
    this.retryable = described.retryable
    this.retryAfter = described.retryAfter
    this.taskState = described.taskState
  }
}

/** Is this WeChat's refusal of a call, and if an errcode is given, that one? Works across ESM and CJS copies. */
export function isWechatApiError(error: unknown, errcode?: number): error is WechatApiError {
  return isWehookError(error, 'ERR_API') && (errcode === undefined || error.wechatCode === errcode)
}

/** Takes ` rid: x-x-x` (new) or ` hint: […]` (old) off a text. */
function splitErrmsg(text: string): { readonly errmsg: string; readonly rid: string | undefined } {
  const suffix = /,?\s*(?:rid:\s*([\w-]+)|hint:\s*\[([^\]]*)\])/.exec(text)
  if (!suffix) return { errmsg: text.trim(), rid: undefined }
  return { errmsg: text.replace(suffix[0], '').trim(), rid: (suffix[1] ?? suffix[2])?.trim() }
}
