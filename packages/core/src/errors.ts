import type { Bilingual, Language } from './language.js'

/** The status that an error answers with, and WeChat's own code for the same fault. One row per code. */
const errorTable = {
  ERR_OPTIONS_INVALID: {},
  ERR_METHOD_NOT_ALLOWED: { httpStatus: 405 },
  ERR_QUERY_INVALID: { httpStatus: 400 },
  ERR_BODY_TOO_LARGE: { httpStatus: 413 },
  ERR_BODY_ABORTED: { httpStatus: 400 },
  ERR_BODY_TIMEOUT: { httpStatus: 408 },
  ERR_BODY_ENCODING: { httpStatus: 415 },
  ERR_BODY_CONSUMED: { httpStatus: 500 },
  ERR_ENVELOPE_MALFORMED: { httpStatus: 400, wechatCode: -40002 },
  ERR_ENCRYPT_MISSING: { httpStatus: 400, wechatCode: -40002 },
  ERR_PLATFORM_UNKNOWN: { httpStatus: 401 },
  ERR_SIGNATURE_MISMATCH: { httpStatus: 401, wechatCode: -40001 },
  ERR_DECRYPT_FAILED: { httpStatus: 401, wechatCode: -40007 },
  ERR_APPID_MISMATCH: { httpStatus: 401, wechatCode: -40005 },
  ERR_PUSH_STALE: { httpStatus: 401 },
  ERR_HANDLER_FAILED: { httpStatus: 500 },
  ERR_HANDLER_TIMEOUT: { httpStatus: 503 },
  ERR_INBOX_UNAVAILABLE: { httpStatus: 503 },
  ERR_RECEIVER_CLOSED: { httpStatus: 503 },
  ERR_START_IN_BUILD: {},
  ERR_REPLY: {},
  ERR_INTERNAL: { httpStatus: 500 },
  ERR_API: {},
  ERR_API_INPUT: {},
  ERR_API_TIMEOUT: {},
  ERR_API_TRANSPORT: {},
  ERR_TOKEN_UNAVAILABLE: {},
  ERR_TASK_OPEN: {},
  ERR_TASK_NOT_FOUND: {},
  ERR_TASK_STATE: {},
  ERR_TASK_UNAVAILABLE: {},
} as const satisfies Record<string, { readonly httpStatus?: number; readonly wechatCode?: number }>

export type WehookErrorCode = keyof typeof errorTable

export interface WehookErrorInit {
  /** What to change, in one sentence. */
  readonly hint: Bilingual | string
  /** WeChat's own code where it is more specific than that of the table: -40008 and -40010 instead of -40007. */
  readonly wechatCode?: number
  readonly cause?: unknown
}

/** What an error says: what happened, and what to change. */
export interface ErrorText {
  readonly message: string
  readonly hint: string
}

const brand: unique symbol = Symbol.for('wehook.error') as never

/**
 * The one error class. `message` says what happened and what was expected, `hint` what to change; neither holds a secret or personal
 * data. Switch on `code`; test with {@link isWehookError}, which also works across an ESM and a CommonJS copy.
 */
export class WehookError extends Error {
  override readonly name: string = 'WehookError'
  readonly code: WehookErrorCode
  /** The HTTP status of the answer; absent for errors that never answer a request. */
  readonly httpStatus: number | undefined
  readonly hint: string
  /** The code that WeChat's own sample code has for the same fault, if any. */
  readonly wechatCode: number | undefined
  /** `message` and `hint` in Chinese. Not enumerable, so that a printed error has one language. */
  declare readonly zh: ErrorText

  constructor(code: WehookErrorCode, message: Bilingual | string, init: WehookErrorInit) {
    super(inLanguage(message, 'en'), init.cause === undefined ? undefined : { cause: init.cause })
    const row: { readonly httpStatus?: number; readonly wechatCode?: number } = errorTable[code]
    this.code = code
    this.hint = inLanguage(init.hint, 'en')
    this.httpStatus = row.httpStatus
    this.wechatCode = init.wechatCode ?? row.wechatCode
    Object.defineProperties(this, {
      [brand]: { value: true },
      zh: { value: Object.freeze({ message: inLanguage(message, 'zh'), hint: inLanguage(init.hint, 'zh') }) },
    })
  }
}

function inLanguage(text: Bilingual | string, language: Language): string {
  return typeof text === 'string' ? text : text[language]
}

/**
 * What an error of wehook says in `language`.
 *
 * @example log.error(errorText(error, 'zh').hint)
 */
export function errorText(error: WehookError, language: Language): ErrorText {
  return language === 'zh' ? error.zh : { message: error.message, hint: error.hint }
}

/**
 * An error about a request of an unauthenticated caller: without a stack, which would show only our own code and costs more than the check that
 * failed. A flood of forged pushes then costs no more than their signatures.
 */
export function stacklessError(code: WehookErrorCode, message: Bilingual | string, init: WehookErrorInit): WehookError {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const error = new WehookError(code, message, init)
  Error.stackTraceLimit = stackTraceLimit
  return error
}

/** Is this an error of wehook, and if a code is given, one with that code? Checks a marker property and not `instanceof`, so it works across copies of the package. */
export function isWehookError<C extends WehookErrorCode>(
  error: unknown,
  code?: C,
): error is WehookError & { readonly code: C } {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { readonly [brand]?: unknown })[brand] === true &&
    (code === undefined || (error as WehookError).code === code)
  )
}

/** The status column of the table, for the generated documentation. */
export function errorRows(): readonly {
  readonly code: WehookErrorCode
  readonly httpStatus?: number
  readonly wechatCode?: number
}[] {
  return Object.entries(errorTable).map(([code, row]) => ({ code: code as WehookErrorCode, ...row }))
}
