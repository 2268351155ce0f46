import { randomUUID } from 'node:crypto'
import type { Bilingual } from '@wehook/core'
import { type ApiName, apis } from '../apis/index.js'
import { isWechatApiError, WechatApiError } from '../errors/api-error.js'
import { ApiCallError } from '../errors/call-error.js'
import type { ApiError } from '../errors/is-api-error.js'
import type { Kept, Records } from './records.js'

/** Why a refresh failed, for the processes that waited for it. */
interface RenewalFailure {
  /** Identifies this failure: times cannot, because the clocks of two processes may differ. */
  readonly id: string
  readonly api: string
  /** The error that WeChat answered with. */
  readonly refusal?: { readonly errcode: number; readonly errmsg: string; readonly rid: string | undefined }
  /** Any other error. */
  readonly fault?: { readonly code: ApiCallError['code']; readonly message: Bilingual; readonly hint: Bilingual }
}

/** Longer than anybody waits for a lock. */
const keepMs = 10 * 60_000

const failureKey = (key: string) => `failure/${key}`

export function readFailure(records: Records, key: string): Promise<Kept<RenewalFailure> | undefined> {
  return records.read<RenewalFailure>(failureKey(key))
}

export function isNewFailure(
  failure: Kept<RenewalFailure> | undefined,
  before: Kept<RenewalFailure> | undefined,
): failure is Kept<RenewalFailure> {
  return failure !== undefined && failure.value.id !== before?.value.id
}

export async function rememberFailure(records: Records, key: string, error: ApiError, now: number): Promise<void> {
  const last = await readFailure(records, key)
  // A clock that was set back must not make the store refuse the write as an older one.
  await records.writeFor(keepMs, failureKey(key), toFailure(error), Math.max(now, last?.asOf ?? 0))
}

function toFailure(error: ApiError): RenewalFailure {
  const { api } = error
  const id = randomUUID()
  if (isWechatApiError(error)) {
    const { errcode, errmsg, rid } = error
    return { id, api, refusal: { errcode, errmsg, rid } }
  }
  const message = { en: error.message, zh: error.zh.message }
  const hint = { en: error.hint, zh: error.zh.hint }
  return { id, api, fault: { code: error.code as ApiCallError['code'], message, hint } }
}

export function toError({ api, refusal, fault }: RenewalFailure): ApiError {
  if (fault) return new ApiCallError(fault.code, { api, sent: false, message: fault.message, hint: fault.hint })
  const { errcode = -1, errmsg = '', rid } = refusal ?? {}
  const table = apis[api as ApiName]?.errors ?? {}
  return new WechatApiError({ api, sent: false, errcode, errmsg: rid ? `${errmsg} rid: ${rid}` : errmsg, table })
}
