import { type Advice, type Bilingual, isWehookError, type RetryAfter, WehookError } from '@wehook/core'
import { globalErrors } from './global.js'
import type { ErrorRow, ErrorTable, TaskState } from './row.js'

const unknownCode: ErrorRow = {
  zh: '未收录的错误码',
  en: 'a code that WeChat does not document for this API',
  advice: 'query',
  hint: 'see errmsg, and give the rid to WeChat if it stays unclear',
}

/**
 * WeChat refused a call. `meaning` and `advice` come from the table of that API over the global one: the same code means
 * different things in different APIs (PROTOCOL §0.2, §4.11).
 */
export class WechatApiError extends WehookError {
  override readonly name: string = 'WechatApiError'
  declare readonly code: 'ERR_API'
  /** The API that answered: `registration.enterprise.create`, or the path for `client.call`. */
  readonly api: string
  /** Did WeChat receive the call that you made? `false`: it refused the token call that came before it. */
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
  /** How long until the same call is accepted again, where WeChat says so: at most, for it is sooner when a running task ends. */
  readonly retryAfter: RetryAfter | undefined
  /** Where the task stands, for codes like 89251 that report on one. */
  readonly taskState: TaskState | undefined

  constructor(init: {
    readonly api: string
    readonly sent: boolean
    readonly errcode: number
    readonly errmsg: string
    readonly table: ErrorTable
  }) {
    const found = init.table[init.errcode] ?? globalErrors[init.errcode]
    const row = found ?? unknownCode
    const { errmsg, rid } = splitErrmsg(init.errmsg)
    super(
      'ERR_API',
      {
        en: `${init.api}: errcode ${init.errcode} ${errmsg}: ${row.en} / ${row.zh}${rid ? ` (rid ${rid})` : ''}`,
        zh: `${init.api}：errcode ${init.errcode} ${errmsg}：${row.zh}${rid ? `（rid ${rid}）` : ''}`,
      },
      {
        hint: row.hint ?? hints[row.advice],
        wechatCode: init.errcode,
      },
    )
    this.api = init.api
    this.sent = init.sent
    this.errcode = init.errcode
    this.errmsg = errmsg
    this.rid = rid
    this.known = found !== undefined
    this.meaning = { en: row.en, zh: row.zh }
    this.advice = row.advice
    this.retryable = row.advice === 'retry' || row.advice === 'retry-later'
    this.retryAfter = row.retryAfter
    this.taskState = row.taskState
  }
}

const hints: Readonly<Record<Advice, string>> = {
  none: 'nothing needs to be done',
  wait: 'wait for the push; calling again does not help',
  retry: 'call again in a moment',
  'retry-later': 'call again later',
  'correct-and-retry': 'correct the data that the message names, then call again',
  query: 'query the task before calling again',
  'contact-wechat': 'give the rid to WeChat',
  'give-up': 'calling again with these data cannot succeed',
}

/** Is this WeChat's refusal of a call, and if an errcode is given, that one? Works across ESM and CJS copies. */
export function isWechatApiError(error: unknown, errcode?: number): error is WechatApiError {
  return isWehookError(error, 'ERR_API') && (errcode === undefined || error.wechatCode === errcode)
}

/** Takes ` rid: x-x-x` (new) or ` hint: […]` (old) off a text (PROTOCOL §4.0). */
function splitErrmsg(text: string): { readonly errmsg: string; readonly rid: string | undefined } {
  const suffix = /,?\s*(?:rid:\s*([\w-]+)|hint:\s*\[([^\]]*)\])/.exec(text)
  if (!suffix) return { errmsg: text.trim(), rid: undefined }
  return { errmsg: text.replace(suffix[0], '').trim(), rid: (suffix[1] ?? suffix[2])?.trim() }
}
