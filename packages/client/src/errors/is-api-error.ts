import { isWehookError } from '@wehook/core'
import type { WechatApiError } from './api-error.js'
import type { ApiCallError } from './call-error.js'
import type { ApiInputError } from './input-error.js'

/** Every error of a call; all have `api` and `sent`. Switch on `code`. */
export type ApiError = WechatApiError | ApiInputError | ApiCallError

/** Is this an error of a call of WeChat's API? Works across ESM and CJS copies. */
export function isApiError(error: unknown): error is ApiError {
  // The code is not enough: a storage that fails throws ERR_TOKEN_UNAVAILABLE as well.
  return isWehookError(error) && 'api' in error && 'sent' in error
}
