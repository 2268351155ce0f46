/** What an error of ours answers and which of WeChat's own codes it equals. One row a code; DESIGN §8, PROTOCOL §2.4. */
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
  ERR_INTERNAL: { httpStatus: 500 },
  ERR_API: {},
  ERR_API_INPUT: {},
  ERR_API_TIMEOUT: {},
  ERR_API_TRANSPORT: {},
  ERR_TOKEN_UNAVAILABLE: {},
} as const satisfies Record<string, { readonly httpStatus?: number; readonly wechatCode?: number }>

export type WehookErrorCode = keyof typeof errorTable

export interface WehookErrorInit {
  /** What to change, in one sentence. */
  readonly hint: string
  /** WeChat's own code where it is finer than the table's: -40008 and -40010 beside -40007. */
  readonly wechatCode?: number
  readonly cause?: unknown
}

const brand: unique symbol = Symbol.for('wehook.error') as never

/**
 * The one error class. `message` says what happened and what was expected, `hint` what to change; neither holds a secret.
 * Switch on `code`; test with {@link isWehookError}, which also works across an ESM and a CJS copy.
 */
export class WehookError extends Error {
  override readonly name: string = 'WehookError'
  readonly code: WehookErrorCode
  /** The status that the URL's caller gets; absent for errors that never answer a request. */
  readonly httpStatus: number | undefined
  readonly hint: string
  /** The code of WeChat's own sample code for the same fault (PROTOCOL §2.4), where there is one. */
  readonly wechatCode: number | undefined

  constructor(code: WehookErrorCode, message: string, init: WehookErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    const row: { readonly httpStatus?: number; readonly wechatCode?: number } = errorTable[code]
    this.code = code
    this.hint = init.hint
    this.httpStatus = row.httpStatus
    this.wechatCode = init.wechatCode ?? row.wechatCode
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * An error for what a stranger sent: without a stack, which would show only our own code and costs more to take than the check that
 * failed. A flood of forged pushes then costs no more than their signatures.
 */
export function refusal(code: WehookErrorCode, message: string, init: WehookErrorInit): WehookError {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const error = new WehookError(code, message, init)
  Error.stackTraceLimit = stackTraceLimit
  return error
}

/** Is this an error of wehook, and if a code is given, that one? A brand check: no `instanceof`, so copies do not matter. */
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
